/** The recurrences (RFC 5545) that a form can ask for; others are kept as they were written. Pure. */
import type { Answers } from './ruleForm'

/** The form's answers for a recurrence; an empty one means a number of times. */
export function recurrenceParts(rrule: string): Record<string, string | readonly string[]> {
  if (rrule === '') return { times: 'count' }
  const parts = new Map(rrule.replace(/^RRULE:/, '').split(';').map((part) => part.split('=', 2) as [string, string]))
  const days = (parts.get('BYDAY') ?? '').split(',')
  if (parts.size === 2 && parts.get('FREQ') === 'WEEKLY' && days.every((day) => /^(MO|TU|WE|TH|FR|SA|SU)$/.test(day))) {
    return { times: 'weekly', days, rrule }
  }
  const monthDay = parts.get('BYMONTHDAY') ?? ''
  if (parts.size === 2 && parts.get('FREQ') === 'MONTHLY' && /^\d{1,2}$/.test(monthDay)) {
    return { times: 'monthly', month_day: monthDay, rrule }
  }
  return { times: 'kept', rrule }
}

const ORDER = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** The recurrence that the answers say. */
export function recurrenceText(answers: Answers): string {
  const days = Array.isArray(answers.days) ? (answers.days as readonly string[]) : []
  if (answers.times === 'weekly') return `FREQ=WEEKLY;BYDAY=${ORDER.filter((day) => days.includes(day)).join(',')}`
  if (answers.times === 'monthly') return `FREQ=MONTHLY;BYMONTHDAY=${String(answers.month_day)}`
  return typeof answers.rrule === 'string' ? answers.rrule : ''
}
