/**
 * Joins the pure queue to the server: loads the open flags, saves decisions one
 * after another in the order they were made (so an undo never overtakes the
 * decision it takes back), and tells the page where the focus belongs.
 */
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, readonly, ref, shallowRef, watch } from 'vue'

import { api } from '@/api/client'
import { isApiError } from '@/api/errors'
import type { Flag, FlagDetail } from '@/api/model'

import { askBeforeLeaving } from '../askBeforeLeaving'
import { type Command, type Effect, EMPTY_QUEUE, type FlagId, step } from './queueState'

export function flagPath(id: FlagId): string {
  return `flags/${id}/`
}

/** Fetching ahead may fail in silence: the page asks again when the flag is looked at. */
function ignore(): void {
  /* nothing to do */
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '请刷新页面后再试。'
}

/** Settled by somebody else, or rewritten by the teacher meanwhile: putting it back would lead nowhere. */
function isGone(error: unknown): boolean {
  return isApiError(error) && (error.status === 404 || error.status === 409)
}

export function useQueue(focus: (target: 'reason' | 'queue') => void) {
  const client = useQueryClient()
  const state = shallowRef(EMPTY_QUEUE)
  const saving = ref(0)
  /** Flags whose decision did not reach the server: a following undo has nothing to take back. */
  const unsaved = new Set<FlagId>()
  let chain: Promise<void> = Promise.resolve()
  let stale = false

  const list = useQuery({
    queryKey: ['flags', 'open'],
    queryFn: ({ signal }) => api.getAll<Flag>('flags/', { query: { state: 'open' }, signal }),
  })

  watch(
    list.data,
    (items) => {
      if (items === undefined) return
      // An answer that left before a decision was saved would bring the flag back for a moment.
      if (saving.value > 0) stale = true
      else dispatch({ type: 'loaded', items })
    },
    { immediate: true },
  )

  async function save(effect: Extract<Effect, { type: 'save' }>): Promise<void> {
    const { id, decision, reason, excused = false } = effect
    try {
      await api.post<Flag>(`${flagPath(id)}decision/`, { decision, reason, ...(excused ? { excused } : {}) })
      unsaved.delete(id)
    } catch (error) {
      unsaved.add(id)
      dispatch({ type: 'saveFailed', id, message: messageOf(error), gone: isGone(error) })
    }
  }

  async function takeBack(id: FlagId): Promise<void> {
    if (unsaved.delete(id)) return
    try {
      await api.post<Flag>(`${flagPath(id)}undo/`)
    } catch (error) {
      dispatch({ type: 'undoFailed', id, message: messageOf(error) })
    }
  }

  function enqueue(id: FlagId, job: () => Promise<void>): void {
    saving.value += 1
    chain = chain.then(job).then(async () => {
      saving.value -= 1
      await client.invalidateQueries({ queryKey: ['flag', id] })
      if (saving.value > 0) return
      await client.invalidateQueries({ queryKey: ['flags', 'decided'] })
      if (stale) {
        stale = false
        await list.refetch()
      }
    })
  }

  function perform(effect: Effect): void {
    if (effect.type === 'focus') focus(effect.target)
    else if (effect.type === 'save') enqueue(effect.id, () => save(effect))
    else enqueue(effect.id, () => takeBack(effect.id))
  }

  function dispatch(command: Command): void {
    const result = step(state.value, command)
    state.value = result.state
    result.effects.forEach(perform)
  }

  const current = computed(() => state.value.items.find((item) => item.id === state.value.currentId) ?? null)

  /** The one after the current is fetched ahead, so that moving on shows at once. */
  watch(current, (flag) => {
    if (flag === null) return
    const next = state.value.items[state.value.items.indexOf(flag) + 1]
    if (next !== undefined) client.query(detailQuery(next.id)).catch(ignore)
  })

  askBeforeLeaving(saving)

  return { state: computed(() => state.value), current, saving: readonly(saving), list, dispatch }
}

/** Query of one flag with its note; shared by the page and the fetching ahead. */
export function detailQuery(id: FlagId) {
  return {
    queryKey: ['flag', id] as const,
    queryFn: ({ signal }: { signal: AbortSignal }) => api.get<FlagDetail>(flagPath(id), { signal }),
  }
}
