import { describe, expect, it } from 'vitest'

import { codePointLength, type Mark, segmentsOf, sliceSpan } from './spans'

function mark(start: number, end: number, kind = 'hint'): Mark {
  return { span: [start, end], kind, label: kind }
}

describe('sliceSpan', () => {
  it('takes the words of a plain note', () => {
    expect(sliceSpan('他在学校值日很认真。', [2, 4])).toBe('学校')
  })

  it('counts a rare character as one, as Python does', () => {
    // 𠮷 is two UTF-16 units; Python's '𠮷田说孩子进步'[3:5] is '孩子'
    expect(sliceSpan('𠮷田说孩子进步', [3, 5])).toBe('孩子')
  })

  it('counts an emoji as one', () => {
    expect(sliceSpan('很好😀，作业工整', [4, 8])).toBe('作业工整')
  })

  it('keeps within the text', () => {
    expect(sliceSpan('短', [0, 99])).toBe('短')
    expect(sliceSpan('𠮷', [0, 99])).toBe('𠮷')
    expect(sliceSpan('𠮷', [-5, 1])).toBe('𠮷')
  })
})

describe('codePointLength', () => {
  it('agrees with the server', () => {
    expect(codePointLength('𠮷田😀')).toBe(3)
    expect(codePointLength('')).toBe(0)
  })
})

describe('segmentsOf', () => {
  it('leaves a text without marks whole', () => {
    expect(segmentsOf('原文', []).map(({ text }) => text)).toEqual(['原文'])
  })

  it('cuts overlapping marks into pieces that carry both', () => {
    const outer = mark(0, 6, 'home_situation')
    const inner = mark(4, 9, 'critical')
    const pieces = segmentsOf('零一二三四五六七八九', [outer, inner])
    expect(pieces.map(({ text }) => text)).toEqual(['零一二三', '四五', '六七八', '九'])
    expect(pieces.map(({ marks }) => marks)).toEqual([[outer], [outer, inner], [inner], []])
    expect(pieces.map(({ opens }) => opens)).toEqual([[outer], [inner], [], []])
    expect(pieces.map(({ closes }) => closes)).toEqual([[], [outer], [inner], []])
  })

  it('joins to the text again, astral characters and all', () => {
    const text = '𠮷家在😀山上，妈妈说𠮷最近好。'
    const pieces = segmentsOf(text, [mark(0, 4), mark(3, 8), mark(3, 4, 'critical')])
    expect(pieces.map((piece) => piece.text).join('')).toBe(text)
    expect(pieces.map((piece) => piece.text)).toEqual(['𠮷家在', '😀', '山上，妈', '妈说𠮷最近好。'])
  })

  it('drops marks that cover nothing', () => {
    const pieces = segmentsOf('原文', [mark(1, 1), mark(7, 9)])
    expect(pieces).toEqual([{ text: '原文', marks: [], opens: [], closes: [] }])
  })
})
