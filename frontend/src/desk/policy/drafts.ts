/** Beginning a draft, in the ways that a 制度 comes: as a text, as a file, or from the version that holds. */
import { api } from '@/api/client'
import { isApiError } from '@/api/errors'
import type { PolicyDraft } from '@/api/model'

export interface Beginning {
  /** made once for each text, so that sending it twice makes one draft */
  readonly key: string
  /** the 制度 whose next version it is; null for a new one */
  readonly series: string | null
  readonly text?: string
  readonly file?: File
}

export async function beginDraft({ key, series, text, file }: Beginning): Promise<PolicyDraft> {
  if (file === undefined) return api.post<PolicyDraft>('policies/drafts/', { key, series, ...(text === undefined ? {} : { text }) })
  const form = new FormData()
  form.set('key', key)
  if (series !== null) form.set('series', series)
  form.set('file', file)
  return api.upload<PolicyDraft>('policies/drafts/', form)
}

/** The draft that the 制度 has already, where that is why no other may begin. */
export function existingDraft(error: unknown): number | null {
  const draft = isApiError(error, 'policy.draft_exists') ? error.body.draft : null
  return typeof draft === 'number' ? draft : null
}
