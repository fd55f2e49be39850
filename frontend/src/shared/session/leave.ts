/**
 * Signing out wipes what this person wrote on this device, so whoever keeps such things may first object: the phone's
 * drafts and outbox register here, and shared needs to know nothing of them.
 */

import { me, signOut } from './session'

export interface LeaveTask {
  /** false keeps the person signed in (they want to send first) */
  readonly mayLeave: (userId: number) => Promise<boolean>
  readonly wipe: (userId: number) => Promise<void>
}

const tasks: LeaveTask[] = []

export function beforeLeaving(task: LeaveTask): void {
  if (!tasks.includes(task)) tasks.push(task)
}

/** true when the person is signed out now. Throws OfflineError or ApiError when the server could not be told. */
export async function leave(): Promise<boolean> {
  const person = me.value
  if (person === null) return true
  for (const task of tasks) {
    if (!(await task.mayLeave(person.id))) return false
  }
  await signOut()
  for (const task of tasks) await task.wipe(person.id)
  return true
}
