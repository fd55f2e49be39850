/** The three things a note is asked for, in the words the teacher sees. */

import type { ContentItem, ItemState, Preview } from '@/api/model'
import type { Mark } from '@/shared/text/spans'

export interface ItemWords {
  readonly item: ContentItem
  readonly label: string
  readonly question: string
}

export const ITEMS: readonly ItemWords[] = [
  { item: 'in_school_report', label: '在校情况', question: '孩子在学校怎么样？学习、作业、和同学相处，说一件具体的事。' },
  { item: 'home_situation', label: '家庭情况', question: '家里谁照顾孩子？孩子在家里怎么样？' },
  { item: 'agreed_measures', label: '商定措施', question: '和家长说好了什么？谁来做、什么时候？' },
]

export const STATE_SIGNS: Readonly<Record<ItemState, string>> = { present: '✓', mentioned: '◐', absent: '○' }

export const STATE_WORDS: Readonly<Record<ItemState, string>> = {
  present: '写到了',
  mentioned: '提到了，还不具体',
  absent: '还没写到',
}

/** What the server asks for an item, or our own question where it asks nothing. */
export function questionFor(preview: Preview | null, words: ItemWords): string {
  const finding = preview?.findings.find(({ code }) => code === `content.${words.item}`)
  return finding?.question ?? words.question
}

/** The words that an item goes by. */
export function marksFor(preview: Preview, items: readonly ItemWords[]): Mark[] {
  return items.flatMap(({ item, label }) =>
    preview.evidence[item].map((span) => ({ span, kind: item, label, key: item })),
  )
}

/** What is found beyond the three items: tone, names, private data, copies. */
export function otherFindings(preview: Preview) {
  const own = new Set(ITEMS.map(({ item }) => `content.${item}`))
  return preview.findings.filter(({ code }) => !own.has(code))
}
