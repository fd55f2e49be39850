import { expect, it } from 'vitest'

import type { BoardLine } from '@/api/model'

import { chartColours } from '../chartColours'
import { boardWords, growthOption, growthWords, shade } from './board'

const line = (name: string, overdue: number, soon: number, never: number): BoardLine => ({ id: 1, name, overdue, soon, never, tries: 0 })
const lines = [line('三年级1班', 2, 0, 4), line('三年级2班', 0, 0, 1), line('三年级3班', 0, 0, 0)]

it('shades each column by itself', () => {
  expect(lines.map((one) => shade(lines, one, 'overdue'))).toEqual([1, 0, 0])
  expect(lines.map((one) => shade(lines, one, 'never'))).toEqual([1, 0.25, 0])
  expect(shade(lines, lines[0] ?? line('', 0, 0, 0), 'soon')).toBe(0)
})

it('says how many wait', () => {
  expect(boardWords(lines, '个班')).toBe('2 个班还有学生要去：已过期 2 人，七天内 0 人，还没去过 5 人。')
  expect(boardWords(lines.slice(2), '个班')).toBe('现在没有等着去的学生。')
})

it('draws the weeks that have begun, and everybody as a line above', () => {
  const growth = {
    weeks: [{ number: 1, start: '2026-08-31' }, { number: 2, start: '2026-09-07' }, { number: 3, start: '2026-09-14' }],
    reached: [{ week: 1, reached: 3, in_scope: 60 }, { week: 2, reached: 9, in_scope: 59 }],
  }
  const [reached, everybody] = growthOption(growth, chartColours()).series
  expect(reached?.data).toEqual([3, 9, null])
  expect(everybody?.data).toEqual([60, 59, 59])
  expect(growthWords(growth)).toBe('到第 2 周，走访到 9 名学生，占在校 59 人的 15%。')
  expect(growthWords({ weeks: [], reached: [] })).toBe('')
})
