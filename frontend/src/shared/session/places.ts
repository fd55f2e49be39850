/** The places of the menu, by what a person does. Whoever leads and teaches finds both. */

import { type HasRoles, isTeacher } from './session'

export interface Place {
  readonly to: string
  readonly words: string
}

const TEACHER: readonly Place[] = [
  { to: '/today', words: '我的家访' },
]

const SCHOOL: readonly Place[] = [
  { to: '/queue', words: '待处理' },
  { to: '/progress', words: '进度' },
  { to: '/policy', words: '制度' },
  { to: '/roster', words: '名册' },
  { to: '/staff', words: '教职工' },
]

const BUREAU: readonly Place[] = [
  { to: '/schools', words: '学校' },
  { to: '/compare', words: '对比' },
]

export function placesFor(person: HasRoles): Place[] {
  if (person.roles.includes('bureau')) return [...BUREAU]
  const leads = person.roles.some((role) => role === 'principal' || role === 'office' || role === 'leader')
  return [...(leads ? SCHOOL : []), ...(isTeacher(person) ? TEACHER : [])]
}
