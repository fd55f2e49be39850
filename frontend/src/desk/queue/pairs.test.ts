import { describe, expect, it } from 'vitest'

import { sliceSpan } from '@/shared/text/spans'

import { joinPairs, markedShare } from './pairs'

describe('joinPairs', () => {
  const here = '小海很懂事。母亲在外打工。每天读书。'
  const there = '每天读书。小强很懂事。'
  const joined = joinPairs([
    { here: [13, 18], there: [0, 5] },
    { here: [0, 6], there: [5, 11] },
  ])

  it('gives equal sentences one number and one colour on both sides', () => {
    expect(joined.here.map((mark) => [mark.badge, mark.kind, sliceSpan(here, mark.span)])).toEqual([
      ['1', 'pair-0', '小海很懂事。'],
      ['2', 'pair-1', '每天读书。'],
    ])
    expect(joined.there.map((mark) => [mark.badge, mark.kind, sliceSpan(there, mark.span)])).toEqual([
      ['1', 'pair-0', '小强很懂事。'],
      ['2', 'pair-1', '每天读书。'],
    ])
  })

  it('joins them by key, so that pointing at one shows the other', () => {
    expect(joined.here.map((mark) => mark.key)).toEqual(joined.there.map((mark) => mark.key))
  })

  it('repeats colours after the sixth pair, never the number', () => {
    const many = joinPairs(Array.from({ length: 8 }, (_, at) => ({ here: [at, at + 1], there: [at, at + 1] }) as const))
    expect(many.here[6]?.kind).toBe('pair-0')
    expect(many.here.map((mark) => mark.badge)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
  })
})

describe('markedShare', () => {
  const mark = (start: number, end: number) => ({ span: [start, end] as const, kind: '', label: '' })

  it('counts characters, also outside the basic plane', () => {
    expect(markedShare('𠮷明好好', [mark(0, 1)])).toBe(0.25)
  })

  it('counts overlapping words once and nothing past the end', () => {
    expect(markedShare('甲乙丙丁', [mark(0, 2), mark(1, 3), mark(3, 99)])).toBe(1)
    expect(markedShare('甲乙丙丁', [])).toBe(0)
    expect(markedShare('', [mark(0, 3)])).toBe(0)
  })
})
