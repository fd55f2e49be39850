/** A term's weeks as small cards: their days, what is off in them, what is made up for. */
import type { SchoolTimes } from '@/api/model'

import { fullDay } from '../words'

export interface WeekMark {
  number: number
  /** “8月31日—9月6日” */
  days: string
  /** holidays that fall into it */
  off: string
  /** “周六补课” */
  made: string
  here: boolean
}

const DAY = 86_400_000

function later(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + days * DAY).toISOString().slice(0, 10)
}

function short(day: string): string {
  return fullDay(day).replace(/^\d+年/, '')
}

export function weekMarks(term: SchoolTimes['terms'][number], times: Pick<SchoolTimes, 'holidays' | 'make_up_days' | 'today'>): WeekMark[] {
  return term.weeks.map((week) => {
    const end = later(week.start, 6)
    const off = times.holidays.filter((one) => one.start <= end && one.end >= week.start && one.start <= term.end)
    const made = times.make_up_days.filter((one) => week.start <= one.date && one.date <= end)
    return {
      number: week.number,
      days: `${short(week.start)}—${short(end)}`,
      off: off.map((one) => one.name).join('、'),
      made: made.map((one) => `${new Date(`${one.date}T00:00Z`).getUTCDay() === 6 ? '周六' : '周日'}补课`).join('、'),
      here: week.start <= times.today && times.today <= end,
    }
  })
}

export function holidayWords(holiday: SchoolTimes['holidays'][number]): string {
  return holiday.start === holiday.end
    ? `${holiday.name}：${fullDay(holiday.start)}`
    : `${holiday.name}：${fullDay(holiday.start)}至${fullDay(holiday.end)}`
}
