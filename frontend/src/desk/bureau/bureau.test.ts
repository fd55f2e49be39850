import { describe, expect, it } from 'vitest'

import type { School } from '@/api/model'

import { byName, coverageShare, coverageText, periodWords, searchSchools } from './census'
import { phoneProblem, slugProblem, suggestSlug } from './slug'

describe('coverage is a count', () => {
  it('says who is still missing', () => {
    expect(coverageText({ reached: 31, in_scope: 60 })).toBe('31/60 还差 29 人')
    expect(coverageText({ reached: 60, in_scope: 60 })).toBe('60/60 都已走访')
    expect(coverageText({ reached: 0, in_scope: 0 })).toBe('还没有名册')
    expect(coverageText(null)).toBe('还没有数据')
  })

  it('gives a bar between nothing and all', () => {
    expect([coverageShare(null), coverageShare({ reached: 0, in_scope: 0 }), coverageShare({ reached: 15, in_scope: 60 })])
      .toEqual([0, 0, 25])
  })
})

it('says a term in words', () => {
  expect(['2026-1', '2026-2', '2026', ''].map(periodWords)).toEqual(
    ['2026-2027学年第一学期', '2026-2027学年第二学期', '2026', ''],
  )
})

it('lists schools by name, never by figures', () => {
  expect(byName([{ name: '沙坝小学' }, { name: '赤水小学' }]).map((item) => item.name)).toEqual(['赤水小学', '沙坝小学'])
})

it('finds schools by part of the name or address', () => {
  const school = (name: string, slug: string): School => ({
    id: slug, name, slug, stage: 'primary', template: 'P01', state: 'ready', progress: 100, problem: '', url: '',
    created_at: '', coverage: null, last_activity: null,
  })
  const schools = [school('赤水镇中心小学', 'cszzxxx'), school('沙坝小学', 'sbxx')]
  expect(searchSchools(schools, ' 中心 ').map((item) => item.slug)).toEqual(['cszzxxx'])
  expect(searchSchools(schools, 'SB').map((item) => item.slug)).toEqual(['sbxx'])
  expect(searchSchools(schools, '').length).toBe(2)
})

describe('the suggested address', () => {
  it('takes the first letters of the syllables', () => {
    expect(suggestSlug('赤水镇中心小学')).toBe('cszzxxx')
    expect(suggestSlug('阳光幼儿园（东区）')).toBe('ygyeydq')
  })

  it('keeps digits and leaves out marks', () => {
    expect(suggestSlug('101中学')).toBe('101zx')
    expect(suggestSlug('（）')).toBe('')
  })

  it('is checked in plain words', () => {
    expect(slugProblem('cszzxxx')).toBeNull()
    expect(['', 'Abc', '-abc', 'abc-', '小学', 'a b', 'a'.repeat(41)].filter((slug) => slugProblem(slug) === null)).toEqual([])
  })
})

it('takes mobile numbers in the ways people write them', () => {
  expect(['13812345678', '138 1234 5678', '+86 138-1234-5678', '１３８１２３４５６７８'].map(phoneProblem))
    .toEqual([null, null, null, null])
  expect(phoneProblem('1381234567')).toBe('请填 11 位手机号。')
})
