/** The calendar being edited: a plain copy of the stored one, and the acts on it. */
import type { Calendar, CalendarBody, PublicYear } from '@/api/model'

export type CalendarDraft = Pick<Calendar, 'years' | 'terms' | 'holidays' | 'make_up_days'>

export function draftOf(calendar: CalendarDraft): CalendarDraft {
  return {
    years: calendar.years.map((one) => ({ ...one })),
    terms: calendar.terms.map((one) => ({ ...one })),
    holidays: calendar.holidays.map((one) => ({ ...one })),
    make_up_days: calendar.make_up_days.map((one) => ({ ...one })),
  }
}

/** The draft with a year's public holidays and make-up days in it; what was entered by hand stays. */
export function filled(draft: CalendarDraft, year: PublicYear): CalendarDraft {
  const keys = new Set(year.holidays.map((one) => one.key))
  const days = new Set(year.make_up_days.map((one) => one.date))
  return {
    ...draft,
    holidays: [...draft.holidays.filter((one) => !keys.has(one.key)), ...year.holidays.map((one) => ({ ...one }))].sort((a, b) =>
      a.start.localeCompare(b.start),
    ),
    make_up_days: [...draft.make_up_days.filter((one) => !days.has(one.date)), ...year.make_up_days.map((one) => ({ ...one }))].sort(
      (a, b) => a.date.localeCompare(b.date),
    ),
  }
}

/** Whether everything that the year announces is in the draft as announced. */
export function isFilled(draft: CalendarDraft, year: PublicYear): boolean {
  return (
    year.holidays.every((one) => draft.holidays.some((own) => own.key === one.key && own.start === one.start && own.end === one.end)) &&
    year.make_up_days.every((one) => draft.make_up_days.some((own) => own.date === one.date))
  )
}

/** One school year more, shaped like the last one. */
export function withNextYear(draft: CalendarDraft): CalendarDraft {
  const last = [...draft.years].sort((a, b) => a.start.localeCompare(b.start)).at(-1)
  if (last === undefined) return draft
  const key = String(Number(last.key) + 1)
  const label = `${key}-${Number(key) + 1}学年`
  const terms = draft.terms.filter((term) => term.year === last.key)
  return {
    ...draft,
    years: [...draft.years, { key, start: yearLater(last.start), end: yearLater(last.end) }],
    terms: [
      ...draft.terms,
      ...terms.map((term, place) => ({
        key: `${key}-${place + 1}`,
        year: key,
        name: `${label}第${'一二三四'.charAt(place)}学期`,
        start: yearLater(term.start),
        end: yearLater(term.end),
      })),
    ],
  }
}

function yearLater(day: string): string {
  const [year, rest] = [day.slice(0, 4), day.slice(4)]
  return `${Number(year) + 1}${rest === '-02-29' ? '-02-28' : rest}`
}

/** A key for something entered by hand: once in the calendar. */
export function ownKey(draft: CalendarDraft): string {
  const taken = new Set(draft.holidays.map((one) => one.key))
  let number = 1
  while (taken.has(`own-${number}`)) number += 1
  return `own-${number}`
}

export function bodyOf(draft: CalendarDraft, version: string): CalendarBody {
  return { version, ...draft }
}

/** Teaching weeks from the Monday of the first day to the last day; days are `2026-09-01`. */
export function weekCount(start: string, end: string): number {
  const [first, last] = [Date.parse(`${start}T00:00Z`), Date.parse(`${end}T00:00Z`)]
  if (Number.isNaN(first) || Number.isNaN(last) || last < first) return 0
  const weekday = (new Date(first).getUTCDay() + 6) % 7
  return Math.floor((last - first) / 86_400_000 / 7 + weekday / 7) + 1
}
