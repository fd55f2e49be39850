/** A policy's rules by kind, most telling kinds first, in the words of a school. */
import type { PolicyRule } from '@/api/model'

import { RULE_KIND_ORDER, RULE_KIND_WORDS } from '../words'

export interface RuleGroup {
  kind: string
  words: string
  rules: PolicyRule[]
}

export function ruleGroups(rules: readonly PolicyRule[]): RuleGroup[] {
  const byKind = new Map<string, PolicyRule[]>()
  for (const rule of rules) byKind.set(rule.kind, [...(byKind.get(rule.kind) ?? []), rule])
  const rank = (kind: string): number => {
    const at = RULE_KIND_ORDER.indexOf(kind)
    return at === -1 ? RULE_KIND_ORDER.length : at
  }
  return [...byKind]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([kind, of]) => ({ kind, words: RULE_KIND_WORDS[kind] ?? '其他', rules: of }))
}
