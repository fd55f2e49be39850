/** One database per host and account: two teachers on one tablet never see each other's drafts. */

import { Dexie, type Table } from 'dexie'

import { isTouched } from './drafts'
import type { Draft, Kept, OutboxItem } from './types'

export class PhoneDatabase extends Dexie {
  drafts!: Table<Draft, string>
  outbox!: Table<OutboxItem, string>
  kept!: Table<Kept, string>

  constructor(host: string, userId: number) {
    super(databaseName(host, userId))
    this.version(1).stores({ drafts: 'id, savedAt', outbox: 'id, state, queuedAt', kept: 'key' })
  }
}

export function databaseName(host: string, userId: number): string {
  return `jiafang|${host}|${userId}`
}

/** Everything this account wrote on this device, gone. */
export async function wipe(host: string, userId: number): Promise<void> {
  await Dexie.delete(databaseName(host, userId))
}

export interface Unsent {
  readonly drafts: number
  readonly waiting: number
}

/** What would be lost by wiping. */
export async function unsent(database: PhoneDatabase): Promise<Unsent> {
  const drafts = await database.drafts.filter(isTouched).count()
  const waiting = await database.outbox.where('state').anyOf('queued', 'sending', 'refused').count()
  return { drafts, waiting }
}
