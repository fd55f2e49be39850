import { describe, expect, it } from 'vitest'

import type { Flag } from '@/api/model'

import { commandFor, type Press } from './queueKeys'
import { type Command, type Effect, EMPTY_QUEUE, type QueueState, step } from './queueState'

function flag(id: number, extra: Partial<Flag> = {}): Flag {
  return {
    id,
    visit: `00000000-0000-4000-8000-00000000000${id}`,
    student: { id: `s${id}`, name: `学生${id}`, class: { id: 1, name: '三年级1班' } },
    teacher: { id: 7, name: '周老师' },
    code: 'name.mismatch',
    severity: 'critical',
    title: '名字对不上',
    message: '是不是写成了别的孩子的名字？',
    question: null,
    state: 'open',
    excerpt: '今天下午',
    visited_at: '2026-10-12T16:00:00+08:00',
    answer: '',
    decision: null,
    created_at: '2026-10-12T20:00:00+08:00',
    ...extra,
  }
}

function run(start: QueueState, ...commands: Command[]): { state: QueueState; effects: Effect[] } {
  const effects: Effect[] = []
  let state = start
  for (const command of commands) {
    const result = step(state, command)
    state = result.state
    effects.push(...result.effects)
  }
  return { state, effects }
}

const ids = (state: QueueState): number[] => state.items.map((item) => item.id)
const three = run(EMPTY_QUEUE, { type: 'loaded', items: [flag(1), flag(2), flag(3)] }).state

describe('moving through the queue', () => {
  it('starts at the first, most serious one', () => {
    expect(three.currentId).toBe(1)
  })

  it('stops at both ends', () => {
    const down = run(three, { type: 'move', by: 1 }, { type: 'move', by: 1 }, { type: 'move', by: 1 }).state
    expect(down.currentId).toBe(3)
    expect(run(three, { type: 'move', by: -1 }).state.currentId).toBe(1)
  })

  it('drops a half-written reason, for it was meant for the former one', () => {
    const { state } = run(
      three,
      { type: 'decide', decision: 'returned' },
      { type: 'write', reason: '请补上' },
      { type: 'move', by: 1 },
    )
    expect([state.currentId, state.reason, state.asking]).toEqual([2, '', null])
  })

  it('ignores an id that is not in the list', () => {
    expect(run(three, { type: 'choose', id: 99 }).state.currentId).toBe(1)
  })
})

describe('deciding', () => {
  it('upholds with one key and moves on', () => {
    const { state, effects } = run(three, { type: 'decide', decision: 'upheld' })
    expect(ids(state)).toEqual([2, 3])
    expect(state.currentId).toBe(2)
    expect(effects).toEqual([
      { type: 'save', id: 1, decision: 'upheld', reason: '' },
      { type: 'focus', target: 'queue' },
    ])
    expect(state.notice).toEqual({ kind: 'done', text: '学生1：已确认属实' })
  })

  it.each(['dismissed', 'returned'] as const)('asks for a reason before %s and saves nothing yet', (decision) => {
    const { state, effects } = run(three, { type: 'decide', decision })
    expect(ids(state)).toEqual([1, 2, 3])
    expect(state.asking).toBe(decision)
    expect(effects).toEqual([{ type: 'focus', target: 'reason' }])
  })

  it('keeps asking while the reason is blank', () => {
    const { state, effects } = run(
      three,
      { type: 'decide', decision: 'dismissed' },
      { type: 'write', reason: '   ' },
      { type: 'confirm' },
    )
    expect(state.reasonMissing).toBe(true)
    expect(ids(state)).toEqual([1, 2, 3])
    expect(effects.filter((item) => item.type === 'save')).toEqual([])
  })

  it('saves the trimmed reason on Enter and gives the keys back to the queue', () => {
    const { state, effects } = run(
      three,
      { type: 'decide', decision: 'returned' },
      { type: 'write', reason: ' 请补上商定的措施 ' },
      { type: 'confirm' },
    )
    expect(effects).toEqual([
      { type: 'focus', target: 'reason' },
      { type: 'save', id: 1, decision: 'returned', reason: '请补上商定的措施' },
      { type: 'focus', target: 'queue' },
    ])
    expect([state.asking, state.reason, state.currentId]).toEqual([null, '', 2])
  })

  it('takes a reason written beforehand', () => {
    const { effects } = run(
      three,
      { type: 'focusReason' },
      { type: 'write', reason: '是弟弟的名字' },
      { type: 'confirm' },
      { type: 'decide', decision: 'dismissed' },
    )
    expect(effects).toEqual([
      { type: 'focus', target: 'reason' },
      { type: 'focus', target: 'queue' },
      { type: 'save', id: 1, decision: 'dismissed', reason: '是弟弟的名字' },
      { type: 'focus', target: 'queue' },
    ])
  })

  it('steps back to the former one after the last of the list', () => {
    const { state } = run(three, { type: 'choose', id: 3 }, { type: 'decide', decision: 'upheld' })
    expect(state.currentId).toBe(2)
  })

  it('ends with nothing chosen, and further keys do nothing', () => {
    const one = run(EMPTY_QUEUE, { type: 'loaded', items: [flag(1)] }).state
    const { state } = run(one, { type: 'decide', decision: 'upheld' })
    expect([state.items, state.currentId]).toEqual([[], null])
    expect(step(state, { type: 'decide', decision: 'upheld' }).effects).toEqual([])
  })
})

describe('undo', () => {
  it('puts the flag back where it stood, with the reason', () => {
    const { state, effects } = run(
      three,
      { type: 'move', by: 1 },
      { type: 'decide', decision: 'dismissed' },
      { type: 'write', reason: '同学的名字' },
      { type: 'confirm' },
      { type: 'undo' },
    )
    expect(ids(state)).toEqual([1, 2, 3])
    expect([state.currentId, state.reason, state.trail]).toEqual([2, '同学的名字', []])
    expect(effects.slice(-2)).toEqual([{ type: 'undo', id: 2 }, { type: 'focus', target: 'queue' }])
  })

  it('goes back decision by decision, and then says that there is nothing left', () => {
    const { state, effects } = run(
      three,
      { type: 'decide', decision: 'upheld' },
      { type: 'decide', decision: 'upheld' },
      { type: 'undo' },
      { type: 'undo' },
      { type: 'undo' },
    )
    expect(ids(state)).toEqual([1, 2, 3])
    expect(effects.filter((item) => item.type === 'undo')).toEqual([{ type: 'undo', id: 2 }, { type: 'undo', id: 1 }])
    expect(state.notice?.kind).toBe('info')
  })
})

describe('answers of the server', () => {
  it('puts a decision that was not saved back into the list', () => {
    const { state } = run(
      three,
      { type: 'decide', decision: 'upheld' },
      { type: 'saveFailed', id: 1, message: '现在连不上网络。', gone: false },
    )
    expect(ids(state)).toEqual([1, 2, 3])
    expect(state.trail).toEqual([])
    expect(state.currentId).toBe(2)
    expect(state.notice).toEqual({ kind: 'failed', text: '学生1的决定没有保存，已放回列表。现在连不上网络。' })
  })

  it('leaves out a flag that another person settled meanwhile', () => {
    const { state } = run(
      three,
      { type: 'decide', decision: 'upheld' },
      { type: 'saveFailed', id: 1, message: '这条已由别人处理。', gone: true },
    )
    expect(ids(state)).toEqual([2, 3])
  })

  it('takes a flag out again whose undo failed', () => {
    const { state } = run(
      three,
      { type: 'decide', decision: 'upheld' },
      { type: 'undo' },
      { type: 'undoFailed', id: 1, message: '超过 30 天了。' },
    )
    expect(ids(state)).toEqual([2, 3])
    expect(state.currentId).toBe(2)
  })

  it('does not show a decided flag again from an older answer, and keeps the place', () => {
    const { state } = run(
      three,
      { type: 'decide', decision: 'upheld' },
      { type: 'loaded', items: [flag(1), flag(2), flag(3), flag(4)] },
    )
    expect(ids(state)).toEqual([2, 3, 4])
    expect(state.currentId).toBe(2)
  })
})

describe('keys', () => {
  const press = (key: string, extra: Partial<Press> = {}): Press => ({
    key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, within: 'page', ...extra,
  })

  it.each<[string, Command]>([
    ['j', { type: 'move', by: 1 }],
    ['K', { type: 'move', by: -1 }],
    ['1', { type: 'decide', decision: 'upheld' }],
    ['2', { type: 'decide', decision: 'dismissed' }],
    ['3', { type: 'decide', decision: 'returned' }],
    ['u', { type: 'undo' }],
    ['?', { type: 'help' }],
    ['？', { type: 'help' }],
  ])('%s on the page', (key, command) => {
    expect(commandFor(press(key))).toEqual(command)
  })

  it('leaves letters and digits of the reason line to the writer', () => {
    expect(['1', '2', 'j', 'u', '?'].map((key) => commandFor(press(key, { within: 'reason' })))).toEqual(
      [null, null, null, null, null],
    )
    expect(commandFor(press('Enter', { within: 'reason' }))).toEqual({ type: 'confirm' })
    expect(commandFor(press('Escape', { within: 'reason' }))).toEqual({ type: 'cancel' })
  })

  it('never submits while an input method is composing', () => {
    expect(commandFor(press('Enter', { within: 'reason', isComposing: true }))).toBeNull()
  })

  it('leaves the browser its own shortcuts', () => {
    expect(commandFor(press('1', { ctrlKey: true }))).toBeNull()
    expect(commandFor(press('j', { metaKey: true }))).toBeNull()
    expect(commandFor(press('u', { within: 'field' }))).toBeNull()
  })

  it('settles thirty flags by keys alone', () => {
    const items = Array.from({ length: 30 }, (_, index) => flag(index + 1))
    let state = step(EMPTY_QUEUE, { type: 'loaded', items }).state
    const saved: Effect[] = []
    let within: Press['within'] = 'page'
    const type = (key: string): void => {
      const command = commandFor(press(key, { within }))
      if (command === null) {
        state = step(state, { type: 'write', reason: state.reason + key }).state
        return
      }
      const result = step(state, command)
      state = result.state
      for (const effect of result.effects) {
        if (effect.type === 'save') saved.push(effect)
        if (effect.type === 'focus') within = effect.target === 'reason' ? 'reason' : 'page'
      }
    }
    const keys = Array.from({ length: 10 }, () => ['1', '2', '是', '1', 'Enter', '3', '补', 'Enter']).flat()
    keys.forEach(type)
    expect(state.items).toEqual([])
    expect(saved).toHaveLength(30)
    expect(saved[1]).toEqual({ type: 'save', id: 2, decision: 'dismissed', reason: '是1' })
    expect(saved[29]).toEqual({ type: 'save', id: 30, decision: 'returned', reason: '补' })
  })
})

describe('a finding that was right and does not matter', () => {
  it('is said with “不是问题” only, and comes back with an undo', () => {
    const asked = run(three, { type: 'decide', decision: 'dismissed' }, { type: 'write', reason: '写过了' }, { type: 'excuse', excused: true })
    const done = run(asked.state, { type: 'confirm' })
    expect(done.effects[0]).toEqual({ type: 'save', id: 1, decision: 'dismissed', reason: '写过了', excused: true })
    expect(done.state.excused).toBe(false)
    expect(run(done.state, { type: 'undo' }).state.excused).toBe(true)
    const upheld = run(asked.state, { type: 'decide', decision: 'upheld' })
    expect(upheld.effects[0]).toEqual({ type: 'save', id: 1, decision: 'upheld', reason: '写过了' })
  })
})
