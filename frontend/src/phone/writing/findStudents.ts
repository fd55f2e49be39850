import type { Student } from '@/api/model'

/** Those who match, the not yet visited this term first, then the longest ago; among equals by class and name. */
export function findStudents(students: readonly Student[], search: string): Student[] {
  const wanted = search.replace(/\s+/g, '').toLowerCase()
  const matching = students.filter(
    (student) =>
      wanted === '' ||
      student.name.includes(wanted) ||
      student.student_no.toLowerCase().includes(wanted) ||
      (student.class?.name ?? '').includes(wanted),
  )
  return matching.sort(
    (a, b) =>
      Math.min(a.visits_this_term, 1) - Math.min(b.visits_this_term, 1) ||
      (a.last_visit_at ?? '').localeCompare(b.last_visit_at ?? '') ||
      (a.class?.name ?? '').localeCompare(b.class?.name ?? '', 'zh-CN') ||
      a.name.localeCompare(b.name, 'zh-CN'),
  )
}
