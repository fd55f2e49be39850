/** Versions of a 制度 on the line of time, in words. Pure; days are `YYYY-MM-DD`. */
import type { PolicyVersionBrief } from '@/api/model'

import { fullDay } from '../words'

type Dated = Pick<PolicyVersionBrief, 'effective_date' | 'until'>

/** `ahead`, `now`, `past`; `never` for one that was replaced before its first day. */
export function standing(version: Dated, today: string): 'ahead' | 'now' | 'past' | 'never' {
  const from = version.effective_date ?? ''
  if (version.until !== null && version.until < from) return 'never'
  if (from > today) return 'ahead'
  return version.until !== null && version.until < today ? 'past' : 'now'
}

const WORDS = { ahead: '还没有开始执行', now: '正在执行', past: '已经停用', never: '没有执行过' } as const

export function standingWords(version: Dated, today: string): string {
  return WORDS[standing(version, today)]
}

/** “2026年9月1日起”, “2026年9月1日至2027年1月5日”. */
export function spanWords(version: Dated): string {
  const from = fullDay(version.effective_date)
  const past = version.until !== null && version.until >= (version.effective_date ?? '')
  return past ? `${from}至${fullDay(version.until)}` : `${from}起`
}
