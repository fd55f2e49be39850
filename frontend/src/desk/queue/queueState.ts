/**
 * The principal's queue as a pure state machine: a command goes in, the next
 * state and what is to be done about it (save, undo, focus) come out. Knows no
 * Vue, no network and no DOM, so the whole keyboard journey can be tested here.
 */
import type { Flag, FlagDecision } from '@/api/model'

export type FlagId = Flag['id']

/** A decision already made on this page, with all that undoing it needs. */
export interface Trace {
  flag: Flag
  position: number
  decision: FlagDecision
  reason: string
  excused: boolean
}

export interface QueueState {
  /** Still to be decided, in the server's order. */
  items: Flag[]
  currentId: FlagId | null
  /** The decision whose reason is being written, null when none is. */
  asking: FlagDecision | null
  reason: string
  /** The reason line was asked for but is empty. */
  reasonMissing: boolean
  /** With “不是问题”: the finding read the note rightly, only this once it does not matter. */
  excused: boolean
  /** Decided here, oldest first. */
  trail: Trace[]
  /** Says what just happened, or why something did not. */
  notice: { kind: 'done' | 'undone' | 'failed' | 'info'; text: string } | null
  help: boolean
}

export type Command =
  | { type: 'loaded'; items: Flag[] }
  | { type: 'move'; by: 1 | -1 }
  | { type: 'choose'; id: FlagId }
  | { type: 'decide'; decision: FlagDecision }
  | { type: 'write'; reason: string }
  | { type: 'excuse'; excused: boolean }
  | { type: 'focusReason' }
  | { type: 'confirm' }
  | { type: 'cancel' }
  | { type: 'undo' }
  | { type: 'saveFailed'; id: FlagId; message: string; gone: boolean }
  | { type: 'undoFailed'; id: FlagId; message: string }
  | { type: 'help'; open?: boolean }
  | { type: 'dismissNotice' }

export type Effect =
  | { type: 'save'; id: FlagId; decision: FlagDecision; reason: string; excused?: true }
  | { type: 'undo'; id: FlagId }
  | { type: 'focus'; target: 'reason' | 'queue' }

export interface Step {
  state: QueueState
  effects: Effect[]
}

export const EMPTY_QUEUE: QueueState = {
  items: [],
  currentId: null,
  asking: null,
  reason: '',
  reasonMissing: false,
  excused: false,
  trail: [],
  notice: null,
  help: false,
}

/** 2 and 3 cost the teacher or the check something: they carry a reason. */
export function needsReason(decision: FlagDecision): boolean {
  return decision !== 'upheld'
}

const DONE_WORDS: Record<FlagDecision, string> = {
  upheld: '已确认属实',
  dismissed: '已记为不是问题',
  returned: '已退回补充',
}

export function positionOf(state: QueueState): number {
  return state.items.findIndex((item) => item.id === state.currentId)
}

function still(state: QueueState): Step {
  return { state, effects: [] }
}

/** Another flag is looked at: a half-written reason belonged to the former one. */
function lookAt(state: QueueState, id: FlagId | null): QueueState {
  if (id === state.currentId) return state
  return { ...state, currentId: id, asking: null, reason: '', reasonMissing: false, excused: false }
}

function decided(state: QueueState, decision: FlagDecision): Step {
  const position = positionOf(state)
  const flag = state.items[position]
  if (!flag) return still(state)
  const reason = state.reason.trim()
  const excused = decision === 'dismissed' && state.excused
  const items = state.items.filter((item) => item.id !== flag.id)
  const next = items[Math.min(position, items.length - 1)] ?? null
  return {
    state: {
      ...lookAt(state, next?.id ?? null),
      items,
      trail: [...state.trail, { flag, position, decision, reason, excused }],
      notice: { kind: 'done', text: `${flag.student.name}：${DONE_WORDS[decision]}` },
    },
    effects: [
      { type: 'save', id: flag.id, decision, reason, ...(excused ? { excused } : {}) },
      { type: 'focus', target: 'queue' },
    ],
  }
}

function putBack(items: readonly Flag[], trace: Trace): Flag[] {
  if (items.some((item) => item.id === trace.flag.id)) return [...items]
  const at = Math.min(trace.position, items.length)
  return [...items.slice(0, at), trace.flag, ...items.slice(at)]
}

function undone(state: QueueState): Step {
  const trace = state.trail[state.trail.length - 1]
  if (!trace) return still({ ...state, notice: { kind: 'info', text: '这里没有可以撤销的决定。' } })
  return {
    state: {
      ...state,
      items: putBack(state.items, trace),
      currentId: trace.flag.id,
      asking: null,
      reason: trace.reason,
      excused: trace.excused,
      reasonMissing: false,
      trail: state.trail.slice(0, -1),
      notice: { kind: 'undone', text: `${trace.flag.student.name}：已撤销，放回待处理` },
    },
    effects: [{ type: 'undo', id: trace.flag.id }, { type: 'focus', target: 'queue' }],
  }
}

/** The server did not take a decision: the flag comes back to where it stood, unless it is gone for good. */
function saveFailed(state: QueueState, id: FlagId, message: string, gone: boolean): Step {
  const trace = state.trail.find((item) => item.flag.id === id)
  if (!trace) return still(state)
  const trail = state.trail.filter((item) => item !== trace)
  const items = gone ? state.items : putBack(state.items, trace)
  const text = gone
    ? `${trace.flag.student.name}：${message}`
    : `${trace.flag.student.name}的决定没有保存，已放回列表。${message}`
  const currentId = state.currentId ?? items[0]?.id ?? null
  return still({ ...state, items, trail, currentId, notice: { kind: 'failed', text } })
}

function loaded(state: QueueState, fresh: readonly Flag[]): Step {
  // What was decided here a moment ago may still be in an answer that left the server earlier.
  const settled = new Set(state.trail.map((item) => item.flag.id))
  const items = fresh.filter((item) => !settled.has(item.id))
  const kept = items.some((item) => item.id === state.currentId)
  const position = Math.max(positionOf(state), 0)
  const currentId = kept ? state.currentId : (items[Math.min(position, items.length - 1)]?.id ?? null)
  return still({ ...lookAt(state, currentId), items })
}

function moved(state: QueueState, by: 1 | -1): Step {
  const to = positionOf(state) + by
  const target = state.items[to]
  return target ? still(lookAt(state, target.id)) : still(state)
}

export function step(state: QueueState, command: Command): Step {
  switch (command.type) {
    case 'loaded':
      return loaded(state, command.items)
    case 'move':
      return moved(state, command.by)
    case 'choose':
      return state.items.some((item) => item.id === command.id) ? still(lookAt(state, command.id)) : still(state)
    case 'write':
      return still({ ...state, reason: command.reason, reasonMissing: false })
    case 'excuse':
      return still({ ...state, excused: command.excused })
    case 'focusReason':
      return state.currentId === null ? still(state) : { state, effects: [{ type: 'focus', target: 'reason' }] }
    case 'decide':
      if (state.currentId === null) return still(state)
      if (needsReason(command.decision) && state.reason.trim() === '') {
        return {
          state: { ...state, asking: command.decision, reasonMissing: false },
          effects: [{ type: 'focus', target: 'reason' }],
        }
      }
      return decided(state, command.decision)
    case 'confirm':
      // Enter in the reason line without a decision chosen: back to the keys, the words stay.
      if (state.asking === null) return { state, effects: [{ type: 'focus', target: 'queue' }] }
      if (needsReason(state.asking) && state.reason.trim() === '') {
        return { state: { ...state, reasonMissing: true }, effects: [{ type: 'focus', target: 'reason' }] }
      }
      return decided(state, state.asking)
    case 'cancel':
      if (state.help) return still({ ...state, help: false })
      return {
        state: { ...state, asking: null, reasonMissing: false },
        effects: [{ type: 'focus', target: 'queue' }],
      }
    case 'undo':
      return undone(state)
    case 'saveFailed':
      return saveFailed(state, command.id, command.message, command.gone)
    case 'undoFailed': {
      const items = state.items.filter((item) => item.id !== command.id)
      const next = items[Math.min(Math.max(positionOf(state), 0), items.length - 1)]?.id ?? null
      const currentId = state.currentId === command.id ? next : state.currentId
      const notice = { kind: 'failed' as const, text: `没有撤销成功，原来的决定还在。${command.message}` }
      return still({ ...lookAt(state, currentId), items, notice })
    }
    case 'help':
      return still({ ...state, help: command.open ?? !state.help })
    case 'dismissNotice':
      return still({ ...state, notice: null })
  }
}
