import { expect, it } from 'vitest'

import type { AgendaItem } from '@/api/model'

import { byMonth, leftWords, turnWords, whenWords } from './agenda'

const item = (start: string, end: string, more: Partial<AgendaItem> = {}): AgendaItem => ({
  policy_id: '1', policy_title: '甲制度', kind: 'calendar', title: '家长会', clause: '第一条', start, end,
  from_time: '', to_time: '', number: 1, total: 1, sheet: [], ...more,
})

it('puts each clause into the month of its last day', () => {
  const months = byMonth([item('2026-09-01', '2026-09-30'), item('2026-10-09', '2026-10-09'), item('2026-09-15', '2026-10-31')])
  expect(months.map(({ words, items }) => [words, items.length])).toEqual([['2026年9月', 1], ['2026年10月', 2]])
})

it('says a day with its hours, a stretch, and a day to be done by', () => {
  expect(whenWords(item('2026-10-09', '2026-10-09', { from_time: '15:00', to_time: '17:00' }))).toBe('2026年10月9日 周五 15:00—17:00')
  expect(whenWords(item('2026-08-31', '2026-11-10'))).toBe('2026年8月31日至2026年11月10日之间')
  expect(whenWords(item('2027-01-22', '2027-01-22', { kind: 'archive' }))).toBe('截至2027年1月22日 周五')
  expect(turnWords(item('2026-08-31', '2026-11-10', { number: 1, total: 2 }))).toBe('第 1 次，共 2 次')
  expect(turnWords(item('2026-08-31', '2026-11-10'))).toBe('')
})

it('says how long still', () => {
  const words = ['2026-10-08', '2026-10-09', '2026-11-01'].map((end) => leftWords({ end }, new Date('2026-10-09T12:00:00+08:00')))
  expect(words).toEqual(['已经过了', '今天', '还有 23 天'])
})
