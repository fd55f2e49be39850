/**
 * Notes on their way to the server. One run at a time; a refused note is set aside with its reason and never holds up
 * the others; a broken connection is tried again, later and later. Sending is a PUT under an id made here, so a note
 * that arrived without our hearing of it is simply sent again.
 */

import { type ApiError, isApiError, isOffline } from '@/api/errors'
import type { Visit } from '@/api/model'

import type { PhoneDatabase } from './database'
import { bodyOf, draftOfItem, refOf } from './drafts'
import type { Draft, ItemOf, OutboxItem } from './types'

const FIRST_WAIT = 2_000
const LONGEST_WAIT = 300_000
const REMEMBER_ACCEPTED = 86_400_000

export interface OutboxPorts {
  readonly send: (item: ItemOf<'sending'>) => Promise<Visit>
  /** milliseconds */
  readonly now: () => number
  /** runs `act` after `ms`; returns how to call it off */
  readonly later: (ms: number, act: () => void) => () => void
  readonly onAccepted: (visit: Visit) => void
}

/** Milliseconds to wait after the given number of failures in a row. */
export function waitAfter(tries: number): number {
  return Math.min(FIRST_WAIT * 2 ** Math.max(tries - 1, 0), LONGEST_WAIT)
}

type Sent = 'next' | 'stop'

export class Outbox {
  private running: Promise<void> | null = null
  private again = false
  private closed = false
  private callOff: (() => void) | null = null

  constructor(
    private readonly database: PhoneDatabase,
    private readonly ports: OutboxPorts,
  ) {}

  /** After a crash nothing is being sent any more; and what was delivered long ago need not be remembered. */
  async recover(): Promise<void> {
    const { outbox } = this.database
    await this.database.transaction('rw', outbox, async () => {
      for (const item of await outbox.where('state').equals('sending').toArray()) {
        if (item.state === 'sending') await outbox.put({ ...item, state: 'queued', nextAt: 0 })
      }
      const past = this.ports.now() - REMEMBER_ACCEPTED
      await outbox.filter((item) => item.state === 'accepted' && item.acceptedAt < past).delete()
    })
  }

  /** The draft becomes a waiting note: one transaction, so it is always exactly one of the two. */
  async commit(draft: Draft): Promise<void> {
    const student = draft.student
    if (student === null) throw new Error('a note without a student cannot be sent')
    const { drafts, outbox } = this.database
    await this.database.transaction('rw', drafts, outbox, async () => {
      await outbox.put({
        state: 'queued',
        id: draft.id,
        student: refOf(student),
        body: bodyOf(draft, student),
        ifMatch: draft.baseVersion,
        queuedAt: this.ports.now(),
        tries: 0,
        nextAt: 0,
      })
      await drafts.delete(draft.id)
    })
  }

  /**
   * Takes a waiting or refused note back to be changed. Null when it is just being sent, or gone.
   * `baseVersion` replaces the version the note was written against (after a conflict has been looked at).
   */
  async takeBack(id: string, baseVersion?: number): Promise<Draft | null> {
    const { drafts, outbox } = this.database
    return this.database.transaction('rw', drafts, outbox, async () => {
      const item = await outbox.get(id)
      if (item === undefined || item.state === 'sending' || item.state === 'accepted') return null
      const draft = { ...draftOfItem(item, baseVersion ?? item.ifMatch), savedAt: this.ports.now() }
      await drafts.put(draft)
      await outbox.delete(id)
      return draft
    })
  }

  /** Sends a refused note once more, against the version the person has now seen. */
  async resend(id: string, ifMatch: number | null): Promise<void> {
    const { outbox } = this.database
    await this.database.transaction('rw', outbox, async () => {
      const item = await outbox.get(id)
      if (item?.state !== 'refused') return
      const { body, student, queuedAt } = item
      await outbox.put({ state: 'queued', id, student, body, ifMatch, queuedAt, tries: 0, nextAt: 0 })
    })
    await this.run()
  }

  /** The person has decided against it. */
  async discard(id: string): Promise<void> {
    const { outbox } = this.database
    await this.database.transaction('rw', outbox, async () => {
      const item = await outbox.get(id)
      if (item !== undefined && item.state !== 'sending') await outbox.delete(id)
    })
  }

  /** Something says that the network is back (or the person says so): no more waiting. */
  async wake(): Promise<void> {
    const { outbox } = this.database
    await this.database.transaction('rw', outbox, async () => {
      for (const item of await outbox.where('state').equals('queued').toArray()) {
        if (item.state === 'queued') await outbox.put({ ...item, nextAt: 0 })
      }
    })
    await this.run()
  }

  /** Sends what is due. A call during a run makes it go round once more. */
  async run(): Promise<void> {
    if (this.closed) return
    if (this.running !== null) {
      this.again = true
      return this.running
    }
    this.running = this.rounds().finally(() => {
      this.running = null
    })
    return this.running
  }

  close(): void {
    this.closed = true
    this.callOff?.()
    this.callOff = null
  }

  private async rounds(): Promise<void> {
    do {
      this.again = false
      await this.round()
    } while (this.isAskedAgain())
    await this.plan()
  }

  private isAskedAgain(): boolean {
    return this.again && !this.closed
  }

  private async round(): Promise<void> {
    const due = (await this.database.outbox.where('state').equals('queued').toArray())
      .filter((item): item is ItemOf<'queued'> => item.state === 'queued' && item.nextAt <= this.ports.now())
      .sort((a, b) => a.queuedAt - b.queuedAt)
    for (const item of due) {
      if (this.closed) return
      if ((await this.sendOne(item)) === 'stop') return
    }
  }

  private async sendOne(item: ItemOf<'queued'>): Promise<Sent> {
    const sending: ItemOf<'sending'> = { ...item, state: 'sending' }
    const mine = await this.replace(item.id, 'queued', sending)
    if (!mine) return 'next'
    try {
      const visit = await this.ports.send(sending)
      await this.replace(item.id, 'sending', {
        state: 'accepted',
        id: item.id,
        student: item.student,
        version: visit.version,
        queuedAt: item.queuedAt,
        acceptedAt: this.ports.now(),
      })
      this.ports.onAccepted(visit)
      return 'next'
    } catch (error) {
      return this.failed(sending, error)
    }
  }

  private async failed(item: ItemOf<'sending'>, error: unknown): Promise<Sent> {
    // Signed out, or a password to change: the note is fine and simply waits for the person.
    if (isApiError(error) && (error.status === 401 || error.code === 'account.password_change_required')) {
      await this.replace(item.id, 'sending', { ...item, state: 'queued' })
      return 'stop'
    }
    if (isApiError(error) && !error.temporary) {
      await this.replace(item.id, 'sending', {
        state: 'refused',
        id: item.id,
        student: item.student,
        body: item.body,
        ifMatch: item.ifMatch,
        queuedAt: item.queuedAt,
        code: error.code,
        message: error.message,
        fields: error.fields,
        stored: storedOf(error),
        refusedAt: this.ports.now(),
      })
      return 'next'
    }
    const tries = item.tries + 1
    const nextAt = this.ports.now() + waitAfter(tries)
    await this.replace(item.id, 'sending', { ...item, state: 'queued', tries, nextAt })
    // Without a connection the others would fail too; with a server in trouble one note may fail alone.
    return isOffline(error) ? 'stop' : 'next'
  }

  /** Puts `next` only where the item is still in the state we left it in. */
  private async replace(id: string, from: OutboxItem['state'], next: OutboxItem): Promise<boolean> {
    const { outbox } = this.database
    return this.database.transaction('rw', outbox, async () => {
      const now = await outbox.get(id)
      if (now?.state !== from) return false
      await outbox.put(next)
      return true
    })
  }

  private async plan(): Promise<void> {
    this.callOff?.()
    this.callOff = null
    if (this.closed) return
    const queued = await this.database.outbox.where('state').equals('queued').toArray()
    const times = queued.flatMap((item) => (item.state === 'queued' ? [item.nextAt] : []))
    if (times.length === 0) return
    const wait = Math.max(Math.min(...times) - this.ports.now(), FIRST_WAIT)
    this.callOff = this.ports.later(wait, () => void this.run())
  }
}

function storedOf(error: ApiError): Visit | null {
  const stored = error.body.stored
  return typeof stored === 'object' && stored !== null ? (stored as Visit) : null
}
