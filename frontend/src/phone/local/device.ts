/**
 * What this device holds for the person signed in: their database and their outbox, opened with the first page that
 * needs them and closed when somebody else signs in.
 */

import { api } from '@/api/client'
import type { Visit } from '@/api/model'
import { PhoneDatabase } from '@/phone/outbox/database'
import { Outbox } from '@/phone/outbox/outbox'
import { queryClient } from '@/shared/query/client'
import { me } from '@/shared/session/session'

export interface Device {
  readonly userId: number
  readonly database: PhoneDatabase
  readonly outbox: Outbox
}

let open: Device | null = null

function openFor(userId: number): Device {
  const database = new PhoneDatabase(location.host, userId)
  const outbox = new Outbox(database, {
    now: () => Date.now(),
    later: (ms, act) => {
      const timer = setTimeout(act, ms)
      return () => clearTimeout(timer)
    },
    send: (item) => api.put<Visit>(`visits/${item.id}/`, item.body, { ifMatch: item.ifMatch }),
    onAccepted: (visit) => {
      queryClient.setQueryData(['visit', visit.id], visit)
      for (const key of ['due-with-tries', 'visits', 'students', 'flags', 'targets']) {
        void queryClient.invalidateQueries({ queryKey: [key] })
      }
    },
  })
  return { userId, database, outbox }
}

/** The device of the person signed in. Throws when nobody is: pages of teachers are behind the sign-in. */
export function device(): Device {
  const person = me.value
  if (person === null) throw new Error('nobody is signed in')
  if (open?.userId === person.id) return open
  closeDevice()
  open = openFor(person.id)
  void begin(open)
  return open
}

async function begin({ outbox }: Device): Promise<void> {
  // Browsers may clear what they hold under pressure, unless asked not to.
  // There is no such question to ask on a plain http address of a school's own network.
  if ('storage' in navigator) await navigator.storage.persist().catch(() => false)
  await outbox.recover()
  await outbox.run()
}

export function closeDevice(): void {
  open?.outbox.close()
  open?.database.close()
  open = null
}

// `navigator.onLine` is not to be trusted, but a change of it is worth a try; so is coming back to the page.
window.addEventListener('online', () => void open?.outbox.wake())
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void open?.outbox.run()
})
