/** Who is here and on which host: loaded once, before the first route is entered. */

import { readonly, ref } from 'vue'

import { api } from '@/api/client'
import { isApiError } from '@/api/errors'
import type { Me, Role, Site } from '@/api/model'

const siteRef = ref<Site | null>(null)
const meRef = ref<Me | null>(null)
/** why a session ended, shown once on the sign-in page */
const noticeRef = ref<string | null>(null)

export const site = readonly(siteRef)
export const me = readonly(meRef)
export const notice = readonly(noticeRef)

/** A first password was handed out on paper, so nothing else works until it is changed. */
const passwordDueRef = ref(false)
export const passwordDue = readonly(passwordDueRef)

export function passwordIsDue(): void {
  passwordDueRef.value = true
}

function keep(person: Me | null): void {
  meRef.value = person
  passwordDueRef.value = person?.must_change_password ?? false
}

/** Asks the host what it is; also sets the CSRF cookie. Throws OfflineError or ApiError. */
export async function loadSite(): Promise<void> {
  siteRef.value = await api.get<Site>('site/')
}

export async function loadMe(): Promise<void> {
  try {
    keep(await api.get<Me>('me/'))
  } catch (error) {
    if (!isApiError(error)) throw error
    if (error.code === 'account.password_change_required') {
      passwordIsDue()
      return
    }
    // 401: nobody is signed in, which is how most visits begin.
    if (error.status !== 401) throw error
    keep(null)
  }
}

export async function signIn(login: string, password: string): Promise<Me> {
  const signedIn = await api.post<Me>('session/', { login, password })
  keep(signedIn)
  noticeRef.value = null
  return signedIn
}

export async function signOut(): Promise<void> {
  await api.delete('session/')
  keep(null)
}

/** The server no longer knows the session. Drafts stay where they are, under the same account. */
export function sessionEnded(message: string | null): void {
  keep(null)
  noticeRef.value = message
}

export async function changePassword(oldPassword: string, newPassword: string): Promise<void> {
  await api.post<undefined>('password/', { old_password: oldPassword, new_password: newPassword })
  passwordDueRef.value = false
  await loadMe()
}

export interface HasRoles {
  readonly roles: readonly Role[]
}

const TEACHES: readonly Role[] = ['homeroom', 'subject']
const LEADS: readonly Role[] = ['principal', 'office', 'leader']

export function isTeacher(person: HasRoles): boolean {
  return person.roles.some((role) => TEACHES.includes(role))
}

export function isLeader(person: HasRoles): boolean {
  return person.roles.some((role) => LEADS.includes(role))
}

/** Where a person starts. Those who lead and teach start with what waits for them, and can switch. */
export function landing(person: HasRoles): string {
  if (person.roles.includes('bureau')) return '/schools'
  if (isLeader(person)) return '/queue'
  return '/today'
}
