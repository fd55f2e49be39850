import { expect, it } from 'vitest'

import type { TriedTeacher, WhatIf } from '@/api/model'

import { chartColours } from '../../chartColours'
import { barHeight, busyWeeks, loadOption, shownTeachers, teacherOption, weekOption, weekTotals, whatIfWords } from './whatif'

function teacher(id: number, name: string, state: TriedTeacher['state'], visits: number, more: number, outside = 0): TriedTeacher {
  return { id, name, state, visits, more, outside, rules: state === 'met' ? [] : [0] }
}

const answer: Pick<WhatIf, 'teachers' | 'weeks' | 'cells' | 'term'> = {
  term: { key: '2026-1', name: '2026-2027学年第一学期', start: '2026-09-01', end: '2027-01-22', running: false },
  teachers: [teacher(1, '李老师', 'missed', 3, 2), teacher(2, '王老师', 'met', 4, 0), teacher(3, '周老师', 'open', 0, 1, 2)],
  weeks: [{ number: 1, start: '2026-08-31' }, { number: 2, start: '2026-09-07' }],
  cells: [
    { teacher: 1, week: 1, visits: 3, more: 0 },
    { teacher: 1, week: 2, visits: 0, more: 2 },
    { teacher: 2, week: 2, visits: 4, more: 0 },
    { teacher: 3, week: 2, visits: 0, more: 1 },
  ],
}

it('says who would have met it and how many more visits it asks for', () => {
  expect(whatIfWords(answer)).toBe(
    '3 位老师里，1 位全部做到，1 位有没做到的，1 位还有没到期的。要全做到，还要多去约 5 次（其中 2 次在学期前后）。',
  )
  expect(whatIfWords({ ...answer, teachers: [teacher(2, '王老师', 'met', 4, 0)] })).toBe('1 位老师里，1 位全部做到。不用再多去一次。')
  expect(whatIfWords({ ...answer, teachers: [] })).toBe('2026-2027学年第一学期里，这份制度没有对到任何老师。')
})

it('adds the school up week by week', () => {
  expect(weekTotals(answer)).toEqual([
    { week: '1', visits: 3, more: 0 },
    { week: '2', visits: 4, more: 3 },
  ])
  expect(weekOption(answer, chartColours()).series.map((one) => one.data)).toEqual([[3, 4], [0, 3]])
})

it('leaves out those who need no more, when asked to', () => {
  expect(shownTeachers(answer.teachers, true).map((one) => one.name)).toEqual(['李老师', '周老师'])
  expect(shownTeachers(answer.teachers, false)).toHaveLength(3)
})

it('draws what lies outside of the term only where there is some', () => {
  expect(teacherOption(answer.teachers, chartColours()).series.map((one) => one.name)).toEqual(['已经去过', '还要多去', '学期前后'])
  expect(teacherOption(answer.teachers.slice(0, 2), chartColours()).series).toHaveLength(2)
  expect(barHeight(answer.teachers)).toBe(10.25)
})

it('shades the weeks in which visits are lacking', () => {
  const [series] = loadOption(answer, answer.teachers, chartColours()).series
  expect(busyWeeks(answer).map((week) => week.number)).toEqual([2])
  expect(busyWeeks({ ...answer, cells: [] })).toEqual([])
  expect(series?.data.map((cell) => cell.value)).toEqual([[0, 0, 2], [0, 2, 1]])
  expect(series?.data[0]?.tip).toBe('李老师 第 2 周：已去 0 次，还要多去 2 次')
})
