import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { ApiError, OfflineError } from '@/api/errors'
import type { StudentRef, Visit } from '@/api/model'

import { PhoneDatabase, unsent, wipe } from './database'
import { newDraft } from './drafts'
import { Outbox, waitAfter } from './outbox'
import type { Draft, ItemOf } from './types'

const HOST = 'alpha.localhost'
const child: StudentRef = { id: 's1', name: '王小禾', class: { id: 1, name: '三年级2班' } }

let database: PhoneDatabase
let outbox: Outbox
let now: number
let answers: (() => Promise<Visit>)[]
let sent: ItemOf<'sending'>[]
let accepted: string[]
let planned: number[]

function note(id: string, text = '到家里谈了在校和在家的情况。'): Draft {
  return { ...newDraft(id, '2026-11-20T18:30', child), text }
}

function stored(id: string, version: number): Visit {
  return {
    id,
    student: child,
    author: { id: 3, name: '李老师' },
    mode: 'home',
    visited_at: '2026-11-20T18:30:00+08:00',
    outcome: 'done',
    text: '服务器上的那一份。',
    reason: '',
    return_word: '',
    present: [],
    co_visitors: [],
    measures: [],
    answers: [],
    state: 'submitted',
    version,
    entered_at: '2026-11-20T19:00:00+08:00',
    review: { state: 'pending', findings: [], labels: null },
    flags: [],
    can_edit: true,
  }
}

function made(userId = 7): Outbox {
  return new Outbox(database, {
    now: () => now,
    later: (ms) => {
      planned.push(ms)
      return () => undefined
    },
    send: async (item) => {
      sent.push(item)
      const answer = answers.shift()
      if (answer === undefined) throw new Error(`nobody answers ${item.id} of ${userId}`)
      return answer()
    },
    onAccepted: (visit) => accepted.push(visit.id),
  })
}

const yes = (id: string, version = 1) => async () => stored(id, version)
const offline = async (): Promise<Visit> => {
  throw new OfflineError()
}
const refuse = (status: number, code: string, body: Record<string, unknown> = {}) => async (): Promise<Visit> => {
  throw new ApiError(status, code, '请改一改。', {}, body)
}

beforeEach(() => {
  database = new PhoneDatabase(HOST, 7)
  now = 1_000_000
  answers = []
  sent = []
  accepted = []
  planned = []
  outbox = made()
})

afterEach(async () => {
  database.close()
  await wipe(HOST, 7)
  await wipe(HOST, 8)
})

describe('commit', () => {
  it('turns the draft into a waiting note, never both and never neither', async () => {
    const draft = { ...note('v1'), measures: [{ who: '妈妈', what: ' 陪读 ', when: '每晚' }, { who: '', what: ' ', when: '' }] }
    await database.drafts.put(draft)
    await outbox.commit(draft)
    expect(await database.drafts.count()).toBe(0)
    const item = await database.outbox.get('v1')
    expect(item).toMatchObject({
      state: 'queued',
      ifMatch: null,
      body: {
        student: 's1',
        visited_at: '2026-11-20T18:30:00+08:00',
        measures: [{ who: '妈妈', what: '陪读', when: '每晚' }],
      },
    })
  })

  it('leaves the draft where it is when the student is missing', async () => {
    const draft = { ...note('v1'), student: null }
    await database.drafts.put(draft)
    await expect(outbox.commit(draft)).rejects.toThrow()
    expect(await database.drafts.count()).toBe(1)
    expect(await database.outbox.count()).toBe(0)
  })
})

describe('run', () => {
  it('delivers in the order of writing and remembers the version', async () => {
    await outbox.commit(note('v1'))
    now += 1
    await outbox.commit(note('v2'))
    answers = [yes('v1', 1), yes('v2', 4)]
    await outbox.run()
    expect(sent.map(({ id }) => id)).toEqual(['v1', 'v2'])
    expect(accepted).toEqual(['v1', 'v2'])
    expect(await database.outbox.get('v2')).toEqual({
      state: 'accepted', id: 'v2', student: child, version: 4, queuedAt: now, acceptedAt: now,
    })
    expect(planned).toEqual([])
  })

  it('sets a refused note aside with its reason and goes on with the others', async () => {
    await outbox.commit(note('v1'))
    now += 1
    await outbox.commit(note('v2'))
    answers = [refuse(400, 'visit.invalid'), yes('v2')]
    await outbox.run()
    expect(await database.outbox.get('v1')).toMatchObject({
      state: 'refused', code: 'visit.invalid', message: '请改一改。', stored: null, refusedAt: now,
    })
    expect((await database.outbox.get('v2'))?.state).toBe('accepted')
  })

  it('waits longer after each failure of the connection, and sends exactly the same body again', async () => {
    await outbox.commit(note('v1'))
    answers = [offline, offline, yes('v1')]
    await outbox.run()
    expect(await database.outbox.get('v1')).toMatchObject({ state: 'queued', tries: 1, nextAt: now + 2_000 })
    await outbox.run()
    expect(sent).toHaveLength(1)
    now += 2_000
    await outbox.run()
    expect(await database.outbox.get('v1')).toMatchObject({ state: 'queued', tries: 2, nextAt: now + 4_000 })
    now += 4_000
    await outbox.run()
    expect((await database.outbox.get('v1'))?.state).toBe('accepted')
    expect(sent.map(({ body }) => body)).toEqual([sent[0]!.body, sent[0]!.body, sent[0]!.body])
    expect(planned).toEqual([2_000, 2_000, 4_000])
  })

  it('does not try the others without a connection, but does when only the server stumbles', async () => {
    await outbox.commit(note('v1'))
    now += 1
    await outbox.commit(note('v2'))
    answers = [offline]
    await outbox.run()
    expect(sent.map(({ id }) => id)).toEqual(['v1'])
    answers = [refuse(503, 'server.unreadable'), yes('v2')]
    now += 10_000
    await outbox.run()
    expect(sent.map(({ id }) => id)).toEqual(['v1', 'v1', 'v2'])
    expect(await database.outbox.get('v1')).toMatchObject({ state: 'queued', tries: 2 })
    expect((await database.outbox.get('v2'))?.state).toBe('accepted')
  })

  it('keeps everything waiting while nobody is signed in', async () => {
    await outbox.commit(note('v1'))
    answers = [refuse(401, 'account.unauthenticated')]
    await outbox.run()
    expect(await database.outbox.get('v1')).toMatchObject({ state: 'queued', tries: 0 })
    expect(sent).toHaveLength(1)
  })

  it('runs once at a time, and once more when asked during a run', async () => {
    await outbox.commit(note('v1'))
    let open: () => void = () => undefined
    answers = [
      () => new Promise<Visit>((resolve) => { open = () => resolve(stored('v1', 1)) }),
      yes('v2'),
    ]
    const first = outbox.run()
    await expect.poll(() => sent.length).toBe(1)
    await outbox.commit(note('v2'))
    const second = outbox.run()
    open()
    await Promise.all([first, second])
    expect(sent.map(({ id }) => id)).toEqual(['v1', 'v2'])
  })

  it('sends again after a crash in the middle of sending', async () => {
    await outbox.commit(note('v1'))
    answers = [() => new Promise<Visit>(() => undefined)]
    void outbox.run()
    await expect.poll(async () => (await database.outbox.get('v1'))?.state).toBe('sending')
    const reopened = made()
    await reopened.recover()
    answers = [yes('v1')]
    await reopened.run()
    expect(await database.outbox.get('v1')).toMatchObject({ state: 'accepted', version: 1 })
    expect(sent).toHaveLength(2)
    expect(sent[1]!.body).toEqual(sent[0]!.body)
  })

  it('forgets after a day what has arrived', async () => {
    await outbox.commit(note('v1'))
    answers = [yes('v1')]
    await outbox.run()
    now += 86_400_001
    await outbox.recover()
    expect(await database.outbox.count()).toBe(0)
  })
})

describe('conflict', () => {
  beforeEach(async () => {
    await outbox.commit({ ...note('v1', '我这次写的。'), baseVersion: 2 })
    answers = [refuse(409, 'visit.conflict', { stored: stored('v1', 3) })]
    await outbox.run()
  })

  it('keeps both versions', async () => {
    expect(sent[0]!.ifMatch).toBe(2)
    expect(await database.outbox.get('v1')).toMatchObject({
      state: 'refused', body: { text: '我这次写的。' }, stored: { text: '服务器上的那一份。',
    reason: '',
    return_word: '', version: 3 },
    })
  })

  it('sends mine over the version that was looked at', async () => {
    answers = [yes('v1', 4)]
    await outbox.resend('v1', 3)
    expect(sent[1]).toMatchObject({ ifMatch: 3, body: { text: '我这次写的。' } })
    expect(await database.outbox.get('v1')).toMatchObject({ state: 'accepted', version: 4 })
  })

  it('goes back to the writing table', async () => {
    const draft = await outbox.takeBack('v1', 3)
    expect(draft).toMatchObject({ text: '我这次写的。', baseVersion: 3, visitedAt: '2026-11-20T18:30' })
    expect(await database.drafts.get('v1')).toEqual(draft)
    expect(await database.outbox.count()).toBe(0)
  })
})

describe('takeBack', () => {
  it('leaves a note alone that is just being sent', async () => {
    await outbox.commit(note('v1'))
    answers = [() => new Promise<Visit>(() => undefined)]
    void outbox.run()
    await expect.poll(async () => (await database.outbox.get('v1'))?.state).toBe('sending')
    expect(await outbox.takeBack('v1')).toBeNull()
    await outbox.discard('v1')
    expect((await database.outbox.get('v1'))?.state).toBe('sending')
  })
})

describe('accounts', () => {
  it('do not see each other, and wiping one leaves the other', async () => {
    const other = new PhoneDatabase(HOST, 8)
    await database.drafts.put(note('v1'))
    await other.drafts.put(note('v2'))
    await outbox.commit(note('v3'))
    expect(await unsent(database)).toEqual({ drafts: 1, waiting: 1 })
    expect(await unsent(other)).toEqual({ drafts: 1, waiting: 0 })
    database.close()
    await wipe(HOST, 7)
    const fresh = new PhoneDatabase(HOST, 7)
    expect(await unsent(fresh)).toEqual({ drafts: 0, waiting: 0 })
    expect((await other.drafts.get('v2'))?.text).toBe('到家里谈了在校和在家的情况。')
    fresh.close()
    other.close()
  })
})

describe('waitAfter', () => {
  it('doubles up to five minutes', () => {
    expect([1, 2, 3, 8, 9, 40].map(waitAfter)).toEqual([2_000, 4_000, 8_000, 256_000, 300_000, 300_000])
  })
})
