/** A student's circumstances, and every change to them; each change asks again for what hangs on it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'

import { api } from '@/api/client'
import type { Circumstances, ExcusalBody, GroupSpell, GroupSpellBody, StudentEventBody } from '@/api/model'
import { newUuid } from '@/api/uuid'

export function useCircumstances(id: Ref<string>) {
  const client = useQueryClient()
  const query = useQuery({
    queryKey: ['circumstances', id],
    queryFn: ({ signal }) => api.get<Circumstances>(`students/${id.value}/circumstances/`, { signal }),
  })

  async function changed(): Promise<void> {
    await Promise.all(
      ['circumstances', 'student', 'students', 'due', 'due-with-tries', 'due-board', 'progress'].map((key) =>
        client.invalidateQueries({ queryKey: [key] }),
      ),
    )
  }

  function change<Sent>(send: (sent: Sent) => Promise<unknown>) {
    return useMutation({ mutationFn: send, onSuccess: changed })
  }

  return {
    query,
    data: computed(() => query.data.value),
    putGroup: change((body: GroupSpellBody) => api.post<GroupSpell>(`students/${id.value}/groups/`, body)),
    removeGroup: change((spell: number) => api.delete(`students/${id.value}/groups/${spell}/`)),
    putEvent: change((sent: { key: string; body: Omit<StudentEventBody, 'student'> }) =>
      api.put(`events/${sent.key}/`, { ...sent.body, student: id.value }),
    ),
    removeEvent: change((event: string) => api.delete(`events/${event}/`)),
    putExcusal: change((sent: { key: string; body: Omit<ExcusalBody, 'student'> }) =>
      api.put(`excusals/${sent.key}/`, { ...sent.body, student: id.value }),
    ),
    removeExcusal: change((excusal: string) => api.delete(`excusals/${excusal}/`)),
    newKey: newUuid,
  }
}

export type CircumstancesDesk = ReturnType<typeof useCircumstances>
