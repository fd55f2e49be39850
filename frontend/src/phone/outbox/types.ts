/** What a teacher's device holds until the server has it. */

import type { FieldErrors } from '@/api/errors'
import type { AnswerCode, Measure, Mode, Outcome, Present, StudentRef, Visit, VisitBody } from '@/api/model'

/** A note being written. Its id is the visit's: made here once, so that sending twice is sending once. */
export interface Draft {
  readonly id: string
  student: StudentRef | null
  mode: Mode
  outcome: Outcome
  /** wall clock of the school, `2026-11-23T14:02` */
  visitedAt: string
  present: Present[]
  coVisitors: number[]
  text: string
  /** why it did not come about */
  reason: string
  measures: Measure[]
  /** what the 制度 asks for beside */
  answers: Partial<Record<AnswerCode, string>>
  /** the stored version this is a rewriting of; null for a new note */
  baseVersion: number | null
  /** milliseconds; 0 before the first save */
  savedAt: number
}

interface Waiting {
  readonly id: string
  readonly student: StudentRef
  readonly body: VisitBody
  readonly ifMatch: number | null
  readonly queuedAt: number
}

/** `tries` counts failures of the connection; `nextAt` is when to try again (milliseconds). */
export type OutboxItem =
  | (Waiting & { readonly state: 'queued'; readonly tries: number; readonly nextAt: number })
  | (Waiting & { readonly state: 'sending'; readonly tries: number; readonly nextAt: number })
  | (Waiting & {
      readonly state: 'refused'
      readonly code: string
      readonly message: string
      readonly fields: FieldErrors
      /** the server's version, when both differ */
      readonly stored: Visit | null
      readonly refusedAt: number
    })
  | {
      readonly state: 'accepted'
      readonly id: string
      readonly student: StudentRef
      readonly version: number
      readonly queuedAt: number
      readonly acceptedAt: number
    }

export type ItemOf<State extends OutboxItem['state']> = Extract<OutboxItem, { state: State }>

/** An answer of the server kept for reading without a signal. */
export interface Kept {
  readonly key: string
  readonly value: unknown
  readonly at: number
}
