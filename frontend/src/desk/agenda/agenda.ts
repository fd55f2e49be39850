/** The dated clauses of the 制度, month by month. */

import type { AgendaItem } from '@/api/model'

import { daysUntil } from '@/shared/format/dates'

import { fullDay } from '../words'

export interface AgendaMonth {
  /** `2026-10` */
  readonly key: string
  readonly words: string
  readonly items: readonly AgendaItem[]
}

const MEETING_DAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

/** By the month of the last day, in order. */
export function byMonth(items: readonly AgendaItem[]): AgendaMonth[] {
  const months = new Map<string, AgendaItem[]>()
  for (const item of items) {
    const key = item.end.slice(0, 7)
    months.set(key, [...(months.get(key) ?? []), item])
  }
  return [...months].map(([key, found]) => {
    const [year, month] = key.split('-').map(Number)
    return { key, words: `${year}年${month}月`, items: found }
  })
}

/** `2026年10月9日 周五 15:00—17:00`, or the stretch in which the school sets the day. */
export function whenWords(item: AgendaItem): string {
  if (item.start !== item.end) return `${fullDay(item.start)}至${fullDay(item.end)}之间`
  const weekday = MEETING_DAYS[new Date(`${item.end}T00:00:00Z`).getUTCDay()] ?? ''
  const times = item.from_time !== '' && item.to_time !== '' ? ` ${item.from_time}—${item.to_time}` : ''
  return `${item.kind === 'calendar' ? '' : '截至'}${fullDay(item.end)} ${weekday}${times}`
}

/** How long still until its last day; `已经过了` once that is over. */
export function leftWords(item: Pick<AgendaItem, 'end'>, now: Date = new Date()): string {
  const days = daysUntil(item.end, now)
  if (days === 0) return '今天'
  return days > 0 ? `还有 ${days} 天` : '已经过了'
}

/** `第 1 次，共 2 次`; empty where there is only one. */
export function turnWords(item: AgendaItem): string {
  return item.total > 1 ? `第 ${item.number} 次，共 ${item.total} 次` : ''
}
