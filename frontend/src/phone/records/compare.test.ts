import { describe, expect, it } from 'vitest'

import type { Visit, VisitBody } from '@/api/model'
import { sliceSpan } from '@/shared/text/spans'

import { differingFields, joined, ownSentences } from './compare'

const mine: VisitBody = {
  student: 's1', mode: 'home', visited_at: '2026-11-20T18:30:00+08:00', outcome: 'done', text: '甲。', reason: '', present: ['mother'],
  co_visitors: [], measures: [{ who: '妈妈', what: '陪读', when: '每晚' }], answers: [],
}

const stored: Visit = {
  ...mine, id: 'v1', student: { id: 's1', name: '王小禾', class: null }, author: { id: 1, name: '李老师' },
  state: 'submitted', return_word: '', version: 2, entered_at: '2026-11-20T19:00:00+08:00',
  review: { state: 'done', findings: [], labels: null }, flags: [], can_edit: true,
}

describe('ownSentences', () => {
  it('marks the sentences that the other version lacks, counted in code points', () => {
    const text = '😀上课认真。妈妈陪读。晚上早睡！'
    const marks = ownSentences(text, '😀上课认真。晚上早睡！')
    expect(marks.map(({ span }) => span)).toEqual([[6, 11]])
    expect(sliceSpan(text, marks[0]!.span)).toBe('妈妈陪读。')
  })

  it('finds nothing in equal texts', () => {
    expect(ownSentences('甲。乙。', '乙。甲。')).toEqual([])
  })
})

describe('differingFields', () => {
  it('lists only what differs', () => {
    expect(differingFields(stored, mine)).toEqual([])
    expect(differingFields(stored, { ...mine, mode: 'phone', measures: [] })).toEqual([
      { label: '方式', stored: '上门', mine: '电话' },
      { label: '措施', stored: '妈妈 · 每晚 · 陪读', mine: '' },
    ])
  })
})

describe('joined', () => {
  it('keeps every sentence of both once', () => {
    expect(joined('甲。乙。', '乙。丙。')).toBe('甲。乙。\n丙。')
    expect(joined('甲。乙。', '乙。')).toBe('甲。乙。')
  })
})
