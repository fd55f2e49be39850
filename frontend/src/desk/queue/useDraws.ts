/** Notes without flags that chance put before the principal. Others are not asked and see none. */
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'

import { api } from '@/api/client'
import type { Draw, DrawDetail } from '@/api/model'
import { me } from '@/shared/session/session'

export const DRAWS_KEY = ['draws'] as const

export function drawPath(id: number): string {
  return `draws/${id}/`
}

export function useDraws() {
  return useQuery({
    queryKey: DRAWS_KEY,
    queryFn: ({ signal }) => api.getAll<Draw>('draws/', { signal }),
    enabled: computed(() => me.value?.roles.includes('principal') === true),
  })
}

/** Query of one drawn note with its text and the questions. */
export function drawQuery(id: number) {
  return {
    queryKey: ['draw', id] as const,
    queryFn: ({ signal }: { signal: AbortSignal }) => api.get<DrawDetail>(drawPath(id), { signal }),
  }
}
