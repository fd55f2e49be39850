import { expect, it } from 'vitest'

import type { PublicYear } from '@/api/model'

import { bodyOf, type CalendarDraft, draftOf, filled, isFilled, ownKey, weekCount, withNextYear } from './calendar'

const draft: CalendarDraft = {
  years: [{ key: '2026', start: '2026-09-01', end: '2027-08-31' }],
  terms: [
    { key: '2026-1', year: '2026', name: '2026-2027学年第一学期', start: '2026-08-31', end: '2027-01-22' },
    { key: '2026-2', year: '2026', name: '2026-2027学年第二学期', start: '2027-02-22', end: '2027-07-02' },
  ],
  holidays: [
    { key: 'winter-2026', name: '寒假', start: '2027-01-23', end: '2027-02-21' },
    { key: 'national-2026', name: '国庆节', start: '2026-10-01', end: '2026-10-05' },
  ],
  make_up_days: [],
}
const year: PublicYear = {
  year: 2026,
  source: '通知',
  complete: true,
  holidays: [{ key: 'national-2026', name: '国庆节', start: '2026-10-01', end: '2026-10-07' }],
  make_up_days: [{ date: '2026-10-10', name: '国庆节补课' }],
}

it('fills in what was announced and leaves the rest', () => {
  const made = filled(draft, year)
  expect(made.holidays.map((one) => [one.key, one.end])).toEqual([['national-2026', '2026-10-07'], ['winter-2026', '2027-02-21']])
  expect(made.make_up_days).toEqual([{ date: '2026-10-10', name: '国庆节补课' }])
  expect([isFilled(draft, year), isFilled(made, year)]).toEqual([false, true])
  expect(filled(made, year)).toEqual(made)
  expect(draft.holidays).toHaveLength(2)
})

it('makes a next year shaped like the last', () => {
  const made = withNextYear(draft)
  expect(made.years.at(-1)).toEqual({ key: '2027', start: '2027-09-01', end: '2028-08-31' })
  expect(made.terms.slice(2).map((one) => [one.key, one.name, one.start])).toEqual([
    ['2027-1', '2027-2028学年第一学期', '2027-08-31'],
    ['2027-2', '2027-2028学年第二学期', '2028-02-22'],
  ])
})

it('counts teaching weeks as the targets do', () => {
  expect(weekCount('2026-08-31', '2027-01-22')).toBe(21)
  expect(weekCount('2026-09-06', '2026-09-07')).toBe(2)
  expect(weekCount('2026-09-07', '2026-09-13')).toBe(1)
  expect([weekCount('', '2026-09-13'), weekCount('2026-09-13', '2026-09-01')]).toEqual([0, 0])
})

it('keeps the copy apart from what is stored', () => {
  const copy = draftOf(draft)
  copy.holidays[0] = { ...draft.holidays[0], key: 'own-1', name: '校庆', start: '', end: '' }
  expect(draft.holidays[0]?.name).toBe('寒假')
  expect([ownKey(draft), ownKey(copy)]).toEqual(['own-1', 'own-2'])
  expect(bodyOf(draft, 'v').version).toBe('v')
})
