import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { Autosaver } from './autosave'

let saved: string[]
let faults: unknown[]

beforeEach(() => {
  vi.useFakeTimers()
  saved = []
  faults = []
})

afterEach(() => {
  vi.useRealTimers()
})

function saver(save: (value: string) => Promise<void> = async (value) => void saved.push(value)): Autosaver<string> {
  return new Autosaver(save, (error) => faults.push(error))
}

describe('Autosaver', () => {
  it('saves within two seconds of the first change even when the keys never pause', async () => {
    const autosaver = saver()
    for (let step = 1; step <= 20; step += 1) {
      autosaver.change('字'.repeat(step))
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(saved).toEqual(['字'.repeat(10), '字'.repeat(20)])
  })

  it('writes the last words at once when the page goes away', async () => {
    const autosaver = saver()
    autosaver.change('最后一句')
    await autosaver.flush()
    expect(saved).toEqual(['最后一句'])
    await vi.advanceTimersByTimeAsync(5_000)
    expect(saved).toEqual(['最后一句'])
  })

  it('never lets a slow older save end after a newer one', async () => {
    const open: (() => void)[] = []
    const autosaver = saver(async (value) => {
      await new Promise<void>((resolve) => open.push(resolve))
      saved.push(value)
    })
    autosaver.change('一')
    void autosaver.flush()
    autosaver.change('二')
    const done = autosaver.flush()
    await vi.advanceTimersByTimeAsync(0)
    expect(open).toHaveLength(1)
    open[0]!()
    await vi.advanceTimersByTimeAsync(0)
    open[1]!()
    await done
    expect(saved).toEqual(['一', '二'])
  })

  it('tells of a full disk and tries with the next change', async () => {
    let full = true
    const autosaver = saver(async (value) => {
      if (full) throw new Error('QuotaExceededError')
      saved.push(value)
    })
    autosaver.change('一')
    await autosaver.flush()
    expect(faults).toHaveLength(1)
    full = false
    autosaver.change('一二')
    await autosaver.flush()
    expect(saved).toEqual(['一二'])
  })

  it('writes nothing after it was closed: the draft must not come back', async () => {
    const autosaver = saver()
    autosaver.change('已提交')
    await autosaver.close()
    autosaver.change('晚到的按键')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(saved).toEqual([])
  })
})
