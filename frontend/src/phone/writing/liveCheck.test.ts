import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { OfflineError } from '@/api/errors'
import type { Preview } from '@/api/model'

import { type CheckInput, type CheckState, LiveCheck } from './liveCheck'

interface Question {
  input: CheckInput
  signal: AbortSignal
  answer: (preview: Preview) => void
  fail: (error: unknown) => void
}

let questions: Question[]
let states: CheckState[]
let check: LiveCheck

function preview(state: 'present' | 'absent'): Preview {
  return {
    labels: {
      content: { in_school_report: state, home_situation: 'absent', agreed_measures: 'absent' },
      tone: 'neutral', praise_first: null, name_mismatch: false, private_data: false, boilerplate: false,
      near_duplicates: [],
    },
    findings: [],
    evidence: { in_school_report: [], home_situation: [], agreed_measures: [] },
  }
}

const about = (text: string): CheckInput => ({ student: 's1', text })

beforeEach(() => {
  vi.useFakeTimers()
  questions = []
  states = []
  check = new LiveCheck(
    (input, signal) =>
      new Promise((answer, fail) => {
        questions.push({ input, signal, answer, fail })
      }),
    (state) => states.push(state),
  )
})

afterEach(() => vi.useRealTimers())

describe('LiveCheck', () => {
  it('asks once, well within 300 ms of the last key', async () => {
    for (const text of ['他', '他上', '他上课']) {
      check.look(about(text))
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(questions).toEqual([])
    await vi.advanceTimersByTimeAsync(50)
    expect(questions.map(({ input }) => input.text)).toEqual(['他上课'])
  })

  it('shows the answer with the text it belongs to', async () => {
    check.look(about('他上课'))
    await vi.advanceTimersByTimeAsync(300)
    questions[0]!.answer(preview('present'))
    await vi.advanceTimersByTimeAsync(0)
    expect(states.at(-1)).toEqual({ state: 'checked', last: { text: '他上课', preview: preview('present') } })
  })

  it('drops an answer that a later key has made stale, even when it comes last', async () => {
    check.look(about('旧'))
    await vi.advanceTimersByTimeAsync(300)
    check.look(about('新'))
    expect(questions[0]!.signal.aborted).toBe(true)
    await vi.advanceTimersByTimeAsync(300)
    questions[1]!.answer(preview('present'))
    await vi.advanceTimersByTimeAsync(0)
    questions[0]!.answer(preview('absent'))
    await vi.advanceTimersByTimeAsync(0)
    expect(states.at(-1)).toEqual({ state: 'checked', last: { text: '新', preview: preview('present') } })
    expect(states.filter(({ state }) => state === 'checked')).toHaveLength(1)
  })

  it('drops a stale failure as well', async () => {
    check.look(about('旧'))
    await vi.advanceTimersByTimeAsync(300)
    check.look(about('新'))
    questions[0]!.fail(new OfflineError())
    await vi.advanceTimersByTimeAsync(0)
    expect(states.map(({ state }) => state)).toEqual(['asking'])
  })

  it('keeps the last answer on view while asking, and when the network fails', async () => {
    check.look(about('一'))
    await vi.advanceTimersByTimeAsync(300)
    questions[0]!.answer(preview('present'))
    await vi.advanceTimersByTimeAsync(0)
    const last = { text: '一', preview: preview('present') }
    check.look(about('一二'))
    await vi.advanceTimersByTimeAsync(300)
    expect(states.at(-1)).toEqual({ state: 'asking', last })
    const error = new OfflineError()
    questions[1]!.fail(error)
    await vi.advanceTimersByTimeAsync(0)
    expect(states.at(-1)).toEqual({ state: 'failed', last, error })
  })

  it('goes quiet when the text is taken away, whatever is still under way', async () => {
    check.look(about('一'))
    await vi.advanceTimersByTimeAsync(300)
    check.look(about('  '))
    questions[0]!.answer(preview('present'))
    await vi.advanceTimersByTimeAsync(300)
    expect(states.at(-1)).toEqual({ state: 'idle' })
    expect(questions).toHaveLength(1)
  })

  it('asks nobody after the page is left', async () => {
    check.look(about('一'))
    check.close()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(questions).toEqual([])
  })
})
