import { describe, expect, it } from 'vitest'

import { chartColours } from '../chartColours'
import { edgeFor, intervalHeight, intervalOption, type IntervalRow, rangeText, shareText, wrapped } from './intervals'
import { monthOption, monthWords, togetherByMonth, withQuietMonths } from './months'

const COLOURS = chartColours()
const many: IntervalRow = { name: '只说了不足', part: 15, whole: 20, value: 0.75, low: 0.534, high: 0.889 }
const few: IntervalRow = { name: '姓名对不上', part: 1, whole: 2, value: 0.5, low: 0.061, high: 0.939, soft: true }
const none: IntervalRow = { name: '家庭情况待补充', part: 0, whole: 0, value: null, low: 0, high: 1 }
const hidden: IntervalRow = { name: '含隐私号码或地址', part: 0, whole: 0, value: null, low: 0, high: 1, hidden: true }

describe('shares in words', () => {
  it('says the interval beside the share', () => {
    expect(shareText(many)).toBe('20 次里 15 次，75.0 %（53 %—89 %）')
    expect(rangeText(many)).toBe('53 %—89 %')
  })

  it('breaks long names where a reader would', () => {
    expect(wrapped('2026-2027学年第一学期')).toBe('2026-2027学年\n第一学期')
    expect(wrapped('柳河九年一贯制学校')).toBe('柳河九年一贯制学\n校')
    expect(wrapped('姓名对不上')).toBe('姓名对不上')
  })

  it('says when they are few, and when there are none', () => {
    expect(shareText(few, '条')).toBe('2 条里 1 条，50.0 %（6 %—94 %；只有 2 条，还说不准）')
    expect(shareText(none)).toBe('还没有，看不出来')
  })
})

describe('intervalOption', () => {
  const option = intervalOption([many, few, none, hidden], COLOURS, { mark: { at: 0.3, words: '30 %' } })
  const [lines, points, counts] = option.series

  it('draws a line and a point for each row that has cases, and none for the others', () => {
    expect(lines?.data.map((item) => (item as { value: number[] }).value)).toEqual([
      [0, 0.534, 0.889],
      [1, 0.061, 0.939],
    ])
    expect(points?.data.map((item) => (item as { value: number[] }).value)).toEqual([
      [0.75, 0],
      [0.5, 1],
    ])
  })

  it('tells few cases by size and a hint by a hollow point', () => {
    const drawn = points?.data as { symbolSize: number; itemStyle: { color: string } }[]
    expect(drawn.map((item) => item.symbolSize)).toEqual([13, 8])
    expect(drawn.map((item) => item.itemStyle.color)).toEqual([COLOURS.green, COLOURS.sheet])
  })

  it('writes the counts at the edge, also where nothing is drawn', () => {
    const words = (counts?.data as { label: { formatter: string } }[]).map((item) => item.label.formatter)
    expect(words).toEqual(['15/20', '1/2', '还没有', '不显示'])
  })

  it('ends at the next fifth for small shares', () => {
    expect(edgeFor([{ ...many, high: 0.352 }, none])).toBe(0.4)
    expect(edgeFor([{ ...many, high: 0.41 }])).toBe(0.6)
    expect(edgeFor([none, hidden])).toBe(1)
  })

  it('grows with its rows', () => {
    expect(intervalHeight([many])).toBeLessThan(intervalHeight([many, few]))
  })
})

describe('months', () => {
  it('adds findings up and keeps the quiet months between', () => {
    const sums = togetherByMonth([
      { months: [{ month: '2026-11', right: 2, wrong: 1 }] },
      {
        months: [
          { month: '2026-11', right: 1, wrong: 0 },
          { month: '2027-01', right: 0, wrong: 4 },
        ],
      },
    ])
    expect(withQuietMonths(sums)).toEqual([
      { month: '2026-11', right: 3, wrong: 1 },
      { month: '2026-12', right: 0, wrong: 0 },
      { month: '2027-01', right: 0, wrong: 4 },
    ])
    expect(withQuietMonths([])).toEqual([])
  })

  it('shows the last twelve at most', () => {
    const long = withQuietMonths([
      { month: '2024-01', right: 1, wrong: 0 },
      { month: '2026-03', right: 1, wrong: 0 },
    ])
    expect(long.map((item) => item.month)[0]).toBe('2025-04')
    expect(long).toHaveLength(12)
  })

  it('stacks right on wrong', () => {
    const option = monthOption([{ month: '2026-11', right: 3, wrong: 1 }], COLOURS)
    expect(option.series.map((item) => item.data)).toEqual([[3], [1]])
    expect(option.xAxis.data).toEqual(['11月'])
    expect(monthWords('2026-11')).toBe('2026年11月')
  })
})
