import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router'

import { landing, me, passwordDue, site } from '@/shared/session/session'
import { whenReady } from '@/shared/session/start'

/** Leads each person to a page that exists for them; `true` lets the navigation pass. */
export async function guard(to: RouteLocationNormalized): Promise<true | RouteLocationRaw> {
  await whenReady()
  return gate(to)
}

/** The decision itself, once host and person are known. */
export function gate(to: RouteLocationNormalized): true | RouteLocationRaw {
  const person = me.value
  if (passwordDue.value) return to.name === 'password' ? true : { name: 'password' }
  if (to.name === 'start') {
    if (site.value?.kind === 'portal') return true
    return person === null ? { name: 'signin' } : landing(person)
  }
  if (to.name === 'nowhere') return true
  if (site.value?.kind === 'portal') return { name: 'start' }
  if (person === null) {
    if (to.meta.open === true) return true
    return { name: 'signin', query: { next: to.fullPath } }
  }
  if (to.name === 'signin') return landing(person)
  const roles = to.meta.roles
  if (roles !== undefined && !person.roles.some((role) => roles.includes(role))) return landing(person)
  return true
}
