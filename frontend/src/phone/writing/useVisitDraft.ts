/** The draft on the writing table: found or begun, saved as it grows, turned into a waiting note at 提交. */

import { onBeforeUnmount, reactive, ref, toRaw, watch } from 'vue'

import { api } from '@/api/client'
import type { StudentRef, Visit } from '@/api/model'
import { device } from '@/phone/local/device'
import { Autosaver } from '@/phone/outbox/autosave'
import { draftOfVisit, isTouched, newDraft, refOf } from '@/phone/outbox/drafts'
import type { Draft } from '@/phone/outbox/types'
import { newUuid } from '@/api/uuid'
import { toLocalInput } from '@/shared/format/dates'

export interface DraftAddress {
  readonly draft: string | null
  /** a stored note to be rewritten */
  readonly visit: string | null
  readonly student: StudentRef | null
}

export type SaveState =
  | { readonly state: 'fresh' }
  | { readonly state: 'saved'; readonly at: Date }
  | { readonly state: 'failed' }

/** A deep plain copy: IndexedDB cannot store Vue's proxies. */
function plain(draft: Draft): Draft {
  return JSON.parse(JSON.stringify(toRaw(draft))) as Draft
}

/** A draft that an older page kept has no answers yet. */
function whole(kept: Omit<Draft, 'answers'> & Partial<Pick<Draft, 'answers'>>): Draft {
  return { answers: {}, ...kept }
}

/** Finds what was begun before it begins anew. Throws what the client throws when a stored note must be fetched. */
export async function openDraft(address: DraftAddress): Promise<Draft> {
  const { database } = device()
  const id = address.draft ?? address.visit
  if (id !== null) {
    const begun = await database.drafts.get(id)
    if (begun !== undefined) return whole(begun)
  }
  if (address.visit !== null) return draftOfVisit(await api.get<Visit>(`visits/${address.visit}/`))
  const wanted = address.student
  if (id === null && wanted !== null) {
    const sameChild = await database.drafts
      .filter((draft) => draft.student?.id === wanted.id && draft.baseVersion === null)
      .first()
    if (sameChild !== undefined) return whole(sameChild)
  }
  return newDraft(id ?? newUuid(), toLocalInput(new Date()), wanted === null ? null : refOf(wanted))
}

export function useVisitDraft(opened: Draft) {
  const { database, outbox } = device()
  const draft = reactive<Draft>(plain(opened))
  const saved = ref<SaveState>(
    opened.savedAt > 0 ? { state: 'saved', at: new Date(opened.savedAt) } : { state: 'fresh' },
  )

  const saver = new Autosaver<Draft>(
    async (value) => {
      const at = Date.now()
      await database.drafts.put({ ...value, savedAt: at })
      saved.value = { state: 'saved', at: new Date(at) }
    },
    () => {
      saved.value = { state: 'failed' }
    },
  )

  watch(draft, () => {
    // An opened page is no draft yet; but what was saved once stays in step, even when it is emptied again.
    if (isTouched(draft) || saved.value.state !== 'fresh') saver.change(plain(draft))
  })

  function flush(): void {
    void saver.flush()
  }

  // Phones kill pages without a word; these two are the last that can be heard.
  window.addEventListener('pagehide', flush)
  document.addEventListener('visibilitychange', flush)

  onBeforeUnmount(() => {
    window.removeEventListener('pagehide', flush)
    document.removeEventListener('visibilitychange', flush)
    flush()
  })

  /** Out of the draft, into the outbox, in one step; sending goes on by itself. */
  async function submit(): Promise<void> {
    await saver.close()
    await outbox.commit(plain(draft))
    void outbox.run()
  }

  /** Throws the draft away. */
  async function discard(): Promise<void> {
    await saver.close()
    await database.drafts.delete(draft.id)
  }

  return { draft, saved, submit, discard }
}
