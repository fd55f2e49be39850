import { describe, expect, it } from 'vitest'

import type { Student } from '@/api/model'

import { findStudents } from './findStudents'

function student(name: string, visits: number, last: string | null, no = ''): Student {
  return {
    id: name, name, sex: 'F', class: { id: 1, name: '三年级2班' }, student_no: no, groups: [], focus: [], guardians: [],
    last_visit_at: last, visits_this_term: visits,
  }
}

const all = [
  student('常去过', 3, '2026-11-20'),
  student('上学期去过', 0, '2026-05-02'),
  student('从没去过', 0, null, 'A07'),
  student('刚去过一次', 1, '2026-10-01'),
]

describe('findStudents', () => {
  it('puts first whoever was never visited, then the longest ago', () => {
    expect(findStudents(all, '').map(({ name }) => name)).toEqual(['从没去过', '上学期去过', '刚去过一次', '常去过'])
  })

  it('finds by part of the name, by number and by class, blanks or not', () => {
    expect(findStudents(all, ' 一 次').map(({ name }) => name)).toEqual(['刚去过一次'])
    expect(findStudents(all, 'a07').map(({ name }) => name)).toEqual(['从没去过'])
    expect(findStudents(all, '三年级')).toHaveLength(4)
    expect(findStudents(all, '没有这人')).toEqual([])
  })
})
