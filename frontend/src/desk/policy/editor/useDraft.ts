/**
 * Joins the editor to the server. Acts go one after another, each with the revision that the one before left, so that
 * quick keys never outrun each other; an act from an old revision is answered with the draft as it is now.
 */
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, readonly, ref, type Ref } from 'vue'

import { api } from '@/api/client'
import { isApiError } from '@/api/errors'
import type { PolicyDraft, PolicyDraftState, RawRule, Span } from '@/api/model'

import { askBeforeLeaving } from '../../askBeforeLeaving'

export type Decision = 'confirmed' | 'rejected' | 'undecided'

export function useDraft(id: Ref<number>) {
  const client = useQueryClient()
  const key = computed(() => ['policy-draft', id.value] as const)
  const path = computed(() => `policies/drafts/${id.value}/`)
  const saving = ref(0)
  const notice = ref<string | null>(null)
  let chain: Promise<unknown> = Promise.resolve()

  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<PolicyDraft>(path.value, { signal }),
    // While somebody works here, nothing may jump under the pointer; a stale act brings the newest.
    refetchOnWindowFocus: false,
  })

  function take(state: PolicyDraftState): void {
    client.setQueryData<PolicyDraft>(key.value, (before) => (before === undefined ? before : { ...before, ...state }))
    void client.invalidateQueries({ queryKey: ['policy-series'] })
    void client.invalidateQueries({ queryKey: ['policy-draft-changes', state.id] })
  }

  async function sent(send: (ifMatch: number) => Promise<PolicyDraftState>): Promise<unknown> {
    const draft = client.getQueryData<PolicyDraft>(key.value)
    if (draft === undefined) return null
    try {
      take(await send(draft.revision))
      notice.value = null
      return null
    } catch (error) {
      const stored = isApiError(error, 'policy.draft_stale') ? error.body.stored : undefined
      if (stored !== undefined) take(stored as PolicyDraftState)
      notice.value = error instanceof Error ? error.message : '没有保存成功，请再试一次。'
      return error
    }
  }

  /** Resolves to null once saved, or to what went wrong, which the notice says as well. */
  async function act(send: (ifMatch: number) => Promise<PolicyDraftState>): Promise<unknown> {
    saving.value += 1
    const job = chain.then(() => sent(send))
    chain = job
    try {
      return await job
    } finally {
      saving.value -= 1
    }
  }

  askBeforeLeaving(saving)

  return {
    query,
    saving: readonly(saving),
    notice,
    decide: (rule: string, decision: Decision) =>
      act((ifMatch) => api.post(`${path.value}rules/${rule}/decision/`, { decision }, { ifMatch })),
    change: (rule: string, raw: RawRule) =>
      act((ifMatch) => api.put(`${path.value}rules/${rule}/`, { rule: raw }, { ifMatch })),
    add: (rule: string, raw: RawRule, span: Span | null) =>
      act((ifMatch) => api.post(`${path.value}rules/`, { id: rule, rule: raw, span }, { ifMatch })),
    settle: (number: number, keep: readonly string[]) =>
      act((ifMatch) => api.post(`${path.value}conflicts/${number}/`, { keep }, { ifMatch })),
    rename: (title: string) => act((ifMatch) => api.put(path.value, { title }, { ifMatch })),
    discard: () => api.delete(path.value),
    /** Everything on its way has arrived. */
    settled: () => chain,
  }
}
