/** Which of the fields that a 制度 asks for fit this visit, and whom it wants to be there. */

import type { AskedField, FormStep, Mode, Present } from '@/api/model'

/** Fields that only make sense where the teacher went. */
const AT_HOME: ReadonlySet<string> = new Set(['place', 'signature', 'photo', 'appointment', 'approval_in_school_hours', 'oral_report'])
const SCHOOL_HOURS = { from: '08:00', to: '17:00' }
const SATURDAY = 6

/** `2026-11-23T14:02`, the school's wall clock: a weekday between eight and five. */
export function inSchoolHours(visitedAt: string): boolean {
  const [day, time] = [visitedAt.slice(0, 10), visitedAt.slice(11, 16)]
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== SATURDAY && time >= SCHOOL_HOURS.from && time < SCHOOL_HOURS.to
}

export function fieldsFor(fields: readonly AskedField[], mode: Mode, visitedAt: string): AskedField[] {
  return fields.filter(({ code }) => {
    if (code === 'approval_in_school_hours' && !inSchoolHours(visitedAt)) return false
    return mode === 'home' || !AT_HOME.has(code)
  })
}

/** What is still to be said of who was there; empty when all is. */
export function presenceAsked(
  steps: readonly FormStep[],
  mode: Mode,
  present: readonly Present[],
  companions: number,
): string[] {
  if (mode !== 'home' && mode !== 'school') return []
  const asked = new Set(steps.map(({ code }) => code))
  const missing: string[] = []
  if (asked.has('student_present') && !present.includes('student')) missing.push('学生在场')
  if (asked.has('guardian_present') && present.every((one) => one === 'student')) missing.push('家长在场')
  if (asked.has('co_visitor') && mode === 'home' && companions === 0) missing.push('有同事一起去')
  return missing
}
