/** What stands where in the editor, what is chosen next, and what the marks in the text are. Pure. */
import type { DraftClause, DraftConflict, DraftRule, PolicyDraft, Span } from '@/api/model'
import { codePointLength, type Mark } from '@/shared/text/spans'

import { RULE_KIND_ORDER, RULE_KIND_WORDS } from '../../words'

export interface DraftGroup {
  readonly kind: string
  readonly words: string
  readonly rules: readonly DraftRule[]
}

export function kindOf(rule: DraftRule): string {
  return typeof rule.rule.kind === 'string' ? rule.rule.kind : ''
}

/** The words of the 制度 that a rule stands for. */
export function sourceOf(rule: DraftRule): string {
  return typeof rule.rule.source === 'string' ? rule.rule.source : ''
}

function rankOf(kind: string): number {
  const rank = RULE_KIND_ORDER.indexOf(kind)
  return rank === -1 ? RULE_KIND_ORDER.length : rank
}

function placeOf(rule: DraftRule): number {
  return rule.span === null ? Number.MAX_SAFE_INTEGER : rule.span[0]
}

/** By kind, most telling first; within a kind in the order of the text, what has no place in it last. */
export function draftGroups(rules: readonly DraftRule[]): DraftGroup[] {
  const byKind = new Map<string, DraftRule[]>()
  for (const rule of rules) byKind.set(kindOf(rule), [...(byKind.get(kindOf(rule)) ?? []), rule])
  return [...byKind]
    .sort(([a], [b]) => rankOf(a) - rankOf(b))
    .map(([kind, of]) => ({
      kind,
      words: RULE_KIND_WORDS[kind] ?? '其他',
      rules: of.sort((a, b) => placeOf(a) - placeOf(b)),
    }))
}

/** The ids in the order in which the page shows them. */
export function shownOrder(groups: readonly DraftGroup[]): string[] {
  return groups.flatMap((group) => group.rules.map((rule) => rule.id))
}

/** The neighbour in the list; stays at its ends. Without a choice, the first one. */
export function step(order: readonly string[], current: string | null, by: number): string | null {
  const at = current === null ? -1 : order.indexOf(current)
  if (at === -1) return order[0] ?? null
  return order[Math.min(Math.max(at + by, 0), order.length - 1)] ?? null
}

/**
 * The next rule that waits for a decision, from the one after `current` on and round to the top. What stands against
 * other rules is settled above, not one by one, and comes last.
 */
export function nextOpen(
  order: readonly string[],
  rules: readonly DraftRule[],
  conflicts: readonly DraftConflict[],
  current: string,
): string | null {
  const open = new Set(rules.filter((rule) => rule.state === 'proposed').map((rule) => rule.id))
  open.delete(current)
  const at = order.indexOf(current)
  const waiting = [...order.slice(at + 1), ...order.slice(0, Math.max(at, 0))].filter((id) => open.has(id))
  return waiting.find((id) => conflictOf(conflicts, id) === null) ?? waiting[0] ?? null
}

/** Contradictions that nobody has settled, and their number for each of their rules, from 1. */
export function openConflicts(conflicts: readonly DraftConflict[]): DraftConflict[] {
  return conflicts.filter((conflict) => conflict.open)
}

export function conflictOf(conflicts: readonly DraftConflict[], id: string): number | null {
  const at = openConflicts(conflicts).findIndex((conflict) => conflict.rules.includes(id))
  return at === -1 ? null : at + 1
}

/** How sure the reader was, said only where a person should look twice. */
export function doubtWords(rule: DraftRule): string | null {
  if (rule.state !== 'proposed' || rule.confidence === null) return null
  if (rule.confidence < 0.5) return '没有把握，请仔细对照原文'
  return rule.confidence < 0.7 ? '不太有把握，请对照原文' : null
}

const STATE_LABELS: Readonly<Record<DraftRule['state'], string>> = {
  proposed: '待确认',
  confirmed: '已确认',
  changed: '已修改',
  added: '自己加的',
  rejected: '不要',
}

export function stateWords(rule: DraftRule): string {
  return STATE_LABELS[rule.state]
}

/** A clause that no rule says, until a rule by hand takes its words up. */
export function unreadClauses(draft: Pick<PolicyDraft, 'clauses' | 'rules'>): DraftClause[] {
  const taken = draft.rules.filter((rule) => rule.state === 'added').flatMap((rule) => (rule.span === null ? [] : [rule.span]))
  return draft.clauses.filter(
    (clause) => clause.status === 'unread' && !taken.some((span) => span[0] < clause.span[1] && clause.span[0] < span[1]),
  )
}

/** Every rule with a place, by kind; what is not wanted is not marked, what nobody read is. */
export function marksOf(draft: Pick<PolicyDraft, 'clauses' | 'rules'>): Mark[] {
  const rules: Mark[] = draft.rules.flatMap((rule) =>
    rule.span === null || rule.state === 'rejected'
      ? []
      : [{ span: rule.span, kind: kindOf(rule), label: rule.sentence, key: rule.id }],
  )
  const clauses: Mark[] = unreadClauses(draft).map((clause) => ({
    span: clause.span,
    kind: 'unread',
    label: clause.reason === '' ? '没有读成条款' : clause.reason,
  }))
  return [...rules, ...clauses]
}

/** Where these words stand in the text, in code points; null when they are not there word for word. */
export function spanOfWords(text: string, words: string): Span | null {
  const wanted = words.trim()
  const at = wanted === '' ? -1 : text.indexOf(wanted)
  if (at === -1) return null
  const start = codePointLength(text.slice(0, at))
  return [start, start + codePointLength(wanted)]
}
