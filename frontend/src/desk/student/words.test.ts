import { expect, it } from 'vitest'

import type { TargetTask } from '@/api/model'

import { holds, spellWords, taskWords } from './words'

it('says from when to when', () => {
  expect(spellWords('2026-09-01', null)).toBe('2026年9月1日起')
  expect(spellWords('2026-09-01', '2026-10-31')).toBe('2026年9月1日至10月31日')
  expect(spellWords('2026-09-01', '2027-01-05')).toBe('2026年9月1日至2027年1月5日')
})

it('counts both days in', () => {
  const spell = { start: '2026-09-01', end: '2026-10-31' }
  expect(['2026-08-31', '2026-09-01', '2026-10-31', '2026-11-01'].map((day) => holds(spell, day))).toEqual([false, true, true, false])
  expect(holds({ start: '2026-09-01', end: null }, '2030-01-01')).toBe(true)
})

it('says what a teacher still owes', () => {
  const task = (state: TargetTask['state'], late = false): TargetTask => ({
    rule: 0, event: 'e', event_label: '', who: { id: 1, name: '周敏' }, student: { id: 's', name: '王小禾' },
    due: '2026-11-22', state, late, clause: '', sentence: '',
  })
  const now = new Date('2026-11-20T10:00:00+08:00')
  expect(taskWords(task('due'), now)).toBe('还有 2 天')
  expect(taskWords(task('overdue'), new Date('2026-11-25T10:00:00+08:00'))).toBe('已过 3 天')
  expect([taskWords(task('done'), now), taskWords(task('done', true), now)]).toEqual(['已家访', '已家访（过了期限）'])
})
