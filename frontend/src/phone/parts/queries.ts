/** What the teacher's pages ask the server for. */

import { useQuery } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'

import { api } from '@/api/client'
import type { Agenda, Due, Flag, Student, Visit, VisitForm } from '@/api/model'
import { type KeptQuery, useKeptQuery } from '@/phone/local/useKeptQuery'

const REVIEW_PAUSE = 2_000

export function useDue(): KeptQuery<Due> {
  // Another name than before tries were told: a device may still keep a list without them.
  return useKeptQuery('due-with-tries', (signal) => api.get<Due>('due/', { signal }))
}

export function useStudents(): KeptQuery<Student[]> {
  return useKeptQuery('students', (signal) => api.getAll<Student>('students/', { signal }))
}

/** What the 制度 date between two days, `2026-11-23`, both included. */
export function useAgenda(start: string, end: string): KeptQuery<Agenda> {
  return useKeptQuery('agenda', (signal) => api.get<Agenda>('agenda/', { query: { start, end }, signal }))
}

/** The form by the 制度 in force on the day of the visit, `2026-11-23`. */
export function useVisitForm(day: MaybeRefOrGetter<string>): KeptQuery<VisitForm> {
  return useKeptQuery(
    'visit-form',
    (signal, on) => api.get<VisitForm>('visit-form/', { query: { on }, signal }),
    () => (/^\d{4}-\d{2}-\d{2}$/.test(toValue(day)) ? toValue(day) : null),
  )
}

/** One note. Asked again every two seconds while its review is under way. */
export function useVisit(id: MaybeRefOrGetter<string>) {
  return useQuery<Visit>({
    queryKey: ['visit', computed(() => toValue(id))],
    queryFn: ({ signal }) => api.get<Visit>(`visits/${toValue(id)}/`, { signal }),
    refetchInterval: (query) => (query.state.data?.review.state === 'pending' ? REVIEW_PAUSE : false),
  })
}

/** All flags on one's own notes, decided ones too. */
export function useMyFlags() {
  return useQuery<Flag[]>({
    queryKey: ['flags', 'mine'],
    queryFn: ({ signal }) => api.getAll<Flag>('flags/', { query: { mine: true, state: 'all' }, signal }),
  })
}
