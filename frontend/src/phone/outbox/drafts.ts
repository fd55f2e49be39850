/** Making, and turning over, a draft. */

import type { Answer, AnswerCode, Student, StudentRef, Visit, VisitBody } from '@/api/model'

import type { Draft, ItemOf } from './types'

/** China keeps one offset all year. */
const OFFSET = '+08:00'

export function newDraft(id: string, visitedAt: string, student: StudentRef | null): Draft {
  return {
    id,
    student,
    mode: 'home',
    outcome: 'done',
    visitedAt,
    present: [],
    coVisitors: [],
    text: '',
    reason: '',
    measures: [],
    answers: {},
    baseVersion: null,
    savedAt: 0,
  }
}

/** Absent in what an older page kept on the device. */
function answersOf(answers: readonly Answer[] | undefined): Draft['answers'] {
  return Object.fromEntries((answers ?? []).map(({ code, words }) => [code, words]))
}

/** Nothing but the name and the day are needed to know a student again. */
export function refOf(student: Student | StudentRef): StudentRef {
  return {
    id: student.id,
    name: student.name,
    class: student.class === null ? null : { id: student.class.id, name: student.class.name },
  }
}

function wallClock(moment: string): string {
  const shifted = new Date(Date.parse(moment) + 8 * 3_600_000)
  return shifted.toISOString().slice(0, 16)
}

/** A stored note, opened for rewriting. */
export function draftOfVisit(visit: Visit): Draft {
  return {
    id: visit.id,
    student: refOf(visit.student),
    mode: visit.mode,
    outcome: visit.outcome,
    visitedAt: wallClock(visit.visited_at),
    present: [...visit.present],
    coVisitors: [...visit.co_visitors],
    text: visit.text,
    reason: visit.reason,
    measures: visit.measures.map((measure) => ({ ...measure })),
    answers: answersOf(visit.answers),
    baseVersion: visit.version,
    savedAt: 0,
  }
}

/** A waiting or refused note, taken back to the writing table. */
export function draftOfItem(item: ItemOf<'queued' | 'sending' | 'refused'>, baseVersion: number | null): Draft {
  return {
    id: item.id,
    student: item.student,
    mode: item.body.mode,
    outcome: item.body.outcome,
    visitedAt: wallClock(item.body.visited_at),
    present: [...item.body.present],
    coVisitors: [...item.body.co_visitors],
    text: item.body.text,
    reason: item.body.reason,
    measures: item.body.measures.map((measure) => ({ ...measure })),
    answers: answersOf(item.body.answers),
    baseVersion,
    savedAt: 0,
  }
}

/** What is sent. Lines of measures in which nothing is to be done are left out. */
export function bodyOf(draft: Draft, student: StudentRef): VisitBody {
  return {
    student: student.id,
    mode: draft.mode,
    visited_at: `${draft.visitedAt}:00${OFFSET}`,
    outcome: draft.outcome,
    text: draft.text.trim(),
    reason: draft.outcome === 'done' ? '' : draft.reason.trim(),
    present: draft.outcome === 'done' ? [...draft.present] : [],
    co_visitors: [...draft.coVisitors],
    measures: draft.measures
      .map(({ who, what, when }) => ({ who: who.trim(), what: what.trim(), when: when.trim() }))
      .filter(({ what }) => what !== ''),
    answers:
      draft.outcome === 'done'
        ? (Object.entries(draft.answers) as [AnswerCode, string][])
            .map(([code, words]) => ({ code, words: words.trim() }))
            .filter(({ words }) => words !== '')
        : [],
  }
}

/** Worth keeping: the person has put something of their own into it. */
export function isTouched(draft: Draft): boolean {
  return draft.text.trim() !== '' || draft.reason.trim() !== '' || draft.measures.some(({ what }) => what.trim() !== '') ||
    Object.values(draft.answers).some((words) => words.trim() !== '')
}
