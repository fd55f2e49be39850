import { describe, expect, it } from 'vitest'

import type { BenchmarkMeasure, BenchmarkPoint } from '@/api/model'

import { chartColours } from '../chartColours'
import { funnelOption, funnelSummary, HIDDEN_WORDS, LIMIT_WORDS, pointText } from './funnel'

const COLOURS = chartColours()

function point(id: string, extra: Partial<BenchmarkPoint> = {}): BenchmarkPoint {
  return {
    school: { id, name: `学校${id}` }, numerator: 27, denominator: 36, suppressed: false, value: 0.75,
    band: 'inside', missing: null, pushed_at: null, ...extra,
  }
}

function measure(points: BenchmarkPoint[]): BenchmarkMeasure {
  return {
    code: 'complete_notes', title: '三项都写到的记录', kind: 'rate', period: '2026-1', period_name: '',
    explanation: '', overall: 0.8, points,
    limits: [
      { n: 60, lower95: 0.68, upper95: 0.89, lower998: 0.6, upper998: 0.93 },
      { n: 30, lower95: 0.64, upper95: 0.92, lower998: 0.54, upper998: 0.97 },
    ],
  }
}

const hidden = point('d', { suppressed: true, numerator: null, denominator: null, value: null, band: null })
const all = measure([
  point('a'),
  point('b', { numerator: 20, value: 20 / 36, band: 'watch' }),
  point('c', { numerator: 10, value: 10 / 36, band: 'ask' }),
  hidden,
])

describe('funnelOption', () => {
  const option = funnelOption(all, ['b'], COLOURS)
  const series = (name: string) => option.series.find((item) => item.name === name)

  it('draws each shown school once, by band, and no hidden one', () => {
    const drawn = ['在偶然范围内', '值得留意', '可以问问原因'].map((name) =>
      (series(name)?.data as { id: string }[]).map((item) => item.id),
    )
    expect(drawn).toEqual([['a'], ['b'], ['c']])
    expect(JSON.stringify(option)).not.toContain('学校d')
  })

  it('tells bands apart by shape, not by colour alone', () => {
    const symbols = ['在偶然范围内', '值得留意', '可以问问原因'].map((name) => (series(name) as { symbol?: string }).symbol)
    expect(new Set(symbols).size).toBe(3)
  })

  it('draws the limits as they came, from small to large', () => {
    expect(series('95 % 下限')?.data).toEqual([[30, 0.64], [60, 0.68]])
    expect(series('99.8 % 上限')?.data).toEqual([[30, 0.97], [60, 0.93]])
  })

  it('says what the 95 % limits mean', () => {
    const words = series(LIMIT_WORDS) as { label?: { formatter: string } }
    expect(words.label?.formatter).toBe(`绿线：${LIMIT_WORDS}`)
    expect(LIMIT_WORDS).toBe('95 % 范围内的差别可能只是偶然')
  })

  it('begins below the lowest thing it shows', () => {
    // Lowest is school c's 10/36 = 27.8 %.
    expect(option.yAxis.min).toBe(0.2)
    expect(funnelOption(measure([point('a')]), [], COLOURS).yAxis.min).toBe(0.5)
  })

  it('draws the common rate across the whole picture', () => {
    expect(series('全区')?.data).toEqual([[0, 0.8], [option.xAxis.max, 0.8]])
  })

  it('rings the chosen school', () => {
    const [chosen] = series('值得留意')?.data as { itemStyle?: { borderWidth: number } }[]
    expect(chosen?.itemStyle?.borderWidth).toBe(3)
  })
})

it('puts a point into words, and a hidden one without any figure', () => {
  expect(pointText(point('a'))).toBe('36 份中 27 份，75.0 %；在偶然范围内')
  expect(pointText({ ...hidden, numerator: 3 })).toBe(HIDDEN_WORDS)
})

it('sums up without naming or ranking a school', () => {
  expect(funnelSummary(all)).toBe(
    '共 4 所学校，合起来 80.0 %，1 所在偶然范围内，1 所值得留意，1 所可以问问原因，1 所人数太少，不显示。',
  )
})
