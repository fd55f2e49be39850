import { describe, expect, it } from 'vitest'

import { colourOf, joinTexts, sharedShare } from './segments'

describe('joinTexts', () => {
  const here = '小海很懂事。母亲在外打工。每天读书。'
  const there = '每天读书。小强很懂事。'

  it('gives equal sentences the same number on both sides, in this note’s order', () => {
    const joined = joinTexts(here, there, [
      { here: [13, 18], there: [0, 5] },
      { here: [0, 6], there: [5, 11] },
    ])
    expect(joined.count).toBe(2)
    expect(joined.here).toEqual([
      { text: '小海很懂事。', pair: 1 },
      { text: '母亲在外打工。', pair: null },
      { text: '每天读书。', pair: 2 },
    ])
    expect(joined.there).toEqual([
      { text: '每天读书。', pair: 2 },
      { text: '小强很懂事。', pair: 1 },
    ])
  })

  it('counts characters as the server does, also outside the basic plane', () => {
    const joined = joinTexts('𠮷明好。真好。', '真好。', [{ here: [4, 7], there: [0, 3] }])
    expect(joined.here).toEqual([{ text: '𠮷明好。', pair: null }, { text: '真好。', pair: 1 }])
  })

  it('never shows a character twice when ranges overlap or run past the end', () => {
    const joined = joinTexts('甲乙丙丁', '甲乙丙丁', [
      { here: [0, 3], there: [0, 3] },
      { here: [2, 99], there: [1, 2] },
    ])
    expect(joined.here.map((item) => item.text).join('')).toBe('甲乙丙丁')
    expect(joined.there.map((item) => item.text).join('')).toBe('甲乙丙丁')
    expect(joined.here).toEqual([{ text: '甲乙丙', pair: 1 }, { text: '丁', pair: 2 }])
  })

  it('leaves a text without pairs whole', () => {
    expect(joinTexts('甲', '乙', []).here).toEqual([{ text: '甲', pair: null }])
  })
})

it('repeats colours after the sixth pair', () => {
  expect([1, 6, 7, 13].map(colourOf)).toEqual([1, 6, 1, 1])
})

it('tells how much of this note stands in the other', () => {
  expect(sharedShare(joinTexts('甲乙丙丁', '甲', [{ here: [0, 1], there: [0, 1] }]))).toBe(0.25)
  expect(sharedShare(joinTexts('', '甲', []))).toBe(0)
})
