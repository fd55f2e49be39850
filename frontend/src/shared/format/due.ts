/** Why a student is on the list, in words: the clause that is most urgent, and the others that the same visit serves. */
import type { DueItem } from '@/api/model'

export function whyWords(item: Pick<DueItem, 'reason' | 'clause'>): string {
  return [item.reason, item.clause].filter((part) => part !== '').join(' · ')
}

/** `也算：第二条第2项；县教育局`; a reason is said only where it is another one. Empty where no other clause asks. */
export function alsoWords(item: Pick<DueItem, 'reason' | 'also'>): string {
  if (item.also.length === 0) return ''
  return `也算：${item.also.map((more) => (more.reason === item.reason ? more.clause : whyWords(more))).join('；')}`
}
