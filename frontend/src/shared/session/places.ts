/** The places of the menu, by what a person does. Whoever leads and teaches finds both. */

import { type HasRoles, isLeader, isTeacher } from './session'

export interface Place {
  readonly to: string
  readonly words: string
}

const SCHOOL: readonly Place[] = [
  { to: '/queue', words: '待处理' },
  { to: '/progress', words: '进度' },
  { to: '/policy', words: '制度' },
  { to: '/agenda', words: '日程' },
  { to: '/times', words: '学期' },
  { to: '/roster', words: '名册' },
  { to: '/staff', words: '教职工' },
]

const BUREAU: readonly Place[] = [
  { to: '/schools', words: '学校' },
  { to: '/compare', words: '对比' },
  { to: '/calendar', words: '校历' },
  { to: '/floor', words: '最低要求' },
  { to: '/precision', words: '提示准不准' },
]

export const TEACHER: readonly Place[] = [
  { to: '/today', words: '今天' },
  { to: '/mine', words: '我的记录' },
]

/** The menu of the desk; the teacher's side is one place in it. */
export function placesFor(person: HasRoles): Place[] {
  if (person.roles.includes('bureau')) return [...BUREAU]
  return [...schoolPlaces(person), ...(isTeacher(person) ? [{ to: '/today', words: '我的家访' }] : [])]
}

/** What a leader may switch to from the teacher's side. */
export function schoolPlaces(person: HasRoles): Place[] {
  if (!isLeader(person)) return []
  // How right the checks are is for those who decide and for the office.
  const keeper = person.roles.includes('principal') || person.roles.includes('office')
  return keeper ? [...SCHOOL, { to: '/evaluation', words: '提示准不准' }] : [...SCHOOL]
}
