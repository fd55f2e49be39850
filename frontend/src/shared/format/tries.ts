/** What was tried in vain, in words: it is never a visit, and never silently forgotten. */
import type { Tries } from '@/api/model'

import { dateWords } from './dates'

export const TRY_WORDS: Readonly<Record<Tries['outcome'], string>> = {
  not_home: '未遇',
  postponed: '改期',
  refused: '拒访',
  away: '外出',
}

/** “已去 2 次未遇，1 次改期，最近 11月18日”; an empty string when nothing was tried. */
export function triesWords(tries: readonly Tries[], now: Date = new Date()): string {
  const last = tries.map((one) => one.last).sort().at(-1)
  if (last === undefined) return ''
  const parts = tries.map((one) => `${one.count} 次${TRY_WORDS[one.outcome]}`)
  return `已去 ${parts.join('，')}，最近${spaced(dateWords(last, now))}`
}

/** Figures stand apart from the word before them. */
function spaced(words: string): string {
  return /^\d/.test(words) ? ` ${words}` : words
}
