import { expect, it } from 'vitest'

import { triesWords } from './tries'

const now = new Date('2026-11-20T10:00:00+08:00')

it('says how often and when last', () => {
  expect(triesWords([{ outcome: 'not_home', count: 2, last: '2026-11-18' }], now)).toBe('已去 2 次未遇，最近 11月18日')
  expect(
    triesWords([{ outcome: 'not_home', count: 1, last: '2026-11-12' }, { outcome: 'refused', count: 1, last: '2026-11-19' }], now),
  ).toBe('已去 1 次未遇，1 次拒访，最近昨天')
  expect(triesWords([], now)).toBe('')
})
