import { expect, it } from 'vitest'

import { ApiError } from '@/api/errors'

import { existingDraft } from './drafts'
import { spanWords, standingWords } from './history'

const TODAY = '2026-11-24'

it.each([
  ['2026-09-01', null, '正在执行', '2026年9月1日起'],
  ['2026-09-01', '2026-11-24', '正在执行', '2026年9月1日至2026年11月24日'],
  ['2026-09-01', '2026-11-23', '已经停用', '2026年9月1日至2026年11月23日'],
  ['2026-11-25', null, '还没有开始执行', '2026年11月25日起'],
  ['2026-11-24', null, '正在执行', '2026年11月24日起'],
  ['2026-11-24', '2026-11-23', '没有执行过', '2026年11月24日起'],
])('a version from %s until %s', (effective_date, until, words, span) => {
  expect([standingWords({ effective_date, until }, TODAY), spanWords({ effective_date, until })]).toEqual([words, span])
})

it('finds the draft that is in the way', () => {
  expect(existingDraft(new ApiError(409, 'policy.draft_exists', '', {}, { draft: 7 }))).toBe(7)
  expect(existingDraft(new ApiError(409, 'policy.draft_stale', '', {}, { draft: 7 }))).toBeNull()
  expect(existingDraft(new Error('x'))).toBeNull()
})
