/** Words of a student's page. */
import type { TargetTask } from '@/api/model'
import { daysLeftWords, daysUntil } from '@/shared/format/dates'

import { fullDay } from '../words'

/** “2026年9月1日起”, “2026年9月1日至10月31日”. */
export function spellWords(start: string, end: string | null): string {
  if (end === null) return `${fullDay(start)}起`
  const last = end.slice(0, 4) === start.slice(0, 4) ? fullDay(end).replace(/^\d+年/, '') : fullDay(end)
  return `${fullDay(start)}至${last}`
}

/** Whether it holds on a day; days are `2026-11-23`. */
export function holds(spell: { start: string; end: string | null }, today: string): boolean {
  return spell.start <= today && (spell.end === null || today <= spell.end)
}

/** What one teacher owes after an event. */
export function taskWords(task: TargetTask, now: Date = new Date()): string {
  if (task.state === 'done') return task.late ? '已家访（过了期限）' : '已家访'
  return daysLeftWords(daysUntil(task.due, now))
}

export const ILLNESS = 'illness_absence'
