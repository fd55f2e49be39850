import { expect, it } from 'vitest'

import { holidayWords, weekMarks } from './times'

const term = {
  key: '2026-1', name: '第一学期', start: '2026-08-31', end: '2027-01-22', running: true,
  weeks: [{ number: 5, start: '2026-09-28' }, { number: 6, start: '2026-10-05' }, { number: 7, start: '2026-10-12' }],
}
const times = {
  today: '2026-10-08',
  holidays: [{ key: 'national-2026', name: '国庆节', start: '2026-10-01', end: '2026-10-07' }],
  make_up_days: [{ date: '2026-10-10', name: '国庆节补课' }],
}

it('marks holidays, make-up days and the present week', () => {
  expect(weekMarks(term, times)).toEqual([
    { number: 5, days: '9月28日—10月4日', off: '国庆节', made: '', here: false },
    { number: 6, days: '10月5日—10月11日', off: '国庆节', made: '周六补课', here: true },
    { number: 7, days: '10月12日—10月18日', off: '', made: '', here: false },
  ])
})

it('names a holiday by its days', () => {
  expect(holidayWords(times.holidays[0] ?? { key: '', name: '', start: '', end: '' })).toBe('国庆节：2026年10月1日至2026年10月7日')
  expect(holidayWords({ key: 'k', name: '清明节', start: '2027-04-05', end: '2027-04-05' })).toBe('清明节：2027年4月5日')
})
