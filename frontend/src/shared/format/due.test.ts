import { expect, it } from 'vitest'

import { alsoWords, whyWords } from './due'

it('names the clause that asks, and once every other one that the same visit serves', () => {
  const item = { reason: '本学期还没去过', clause: '第二条第1项', also: [{ clause: '县教育局', reason: '本学期还没去过', due: '2027-08-31' }] }
  expect(whyWords(item)).toBe('本学期还没去过 · 第二条第1项')
  expect(alsoWords(item)).toBe('也算：县教育局')
  const event = { clause: '第三条情形6', reason: '学生有了进步（11月23日）', due: '2026-11-26' }
  expect(alsoWords({ ...item, also: [event, ...item.also] })).toBe('也算：学生有了进步（11月23日） · 第三条情形6；县教育局')
  expect(alsoWords({ ...item, also: [] })).toBe('')
})
