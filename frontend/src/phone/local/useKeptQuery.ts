/** A query whose last answer is kept on the device, so that the page can be read without a signal. */

import { keepPreviousData, useQuery, type UseQueryReturnType } from '@tanstack/vue-query'
import { computed, type ComputedRef, type MaybeRefOrGetter, ref, type Ref, toValue } from 'vue'

import { isOffline } from '@/api/errors'

import { device } from './device'

export interface KeptQuery<Value> {
  readonly query: UseQueryReturnType<Value, Error>
  /** when the shown answer was given, if it is an old one kept on the device; milliseconds */
  readonly keptAt: Readonly<Ref<number | null>>
  readonly data: ComputedRef<Value | undefined>
}

export function useKeptQuery<Value>(
  name: string,
  read: (signal: AbortSignal, variant: string | null) => Promise<Value>,
  /** what the answer depends on besides; without a signal, the last answer of any variant is shown */
  variant: MaybeRefOrGetter<string | null> = null,
): KeptQuery<Value> {
  const keptAt = ref<number | null>(null)
  const { database } = device()
  const query = useQuery<Value>({
    queryKey: [name, computed(() => toValue(variant))],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      try {
        const value = await read(signal, toValue(variant))
        keptAt.value = null
        // A full disk must not hide an answer that has just come.
        await database.kept.put({ key: name, value, at: Date.now() }).catch(() => undefined)
        return value
      } catch (error) {
        if (!isOffline(error)) throw error
        const kept = await database.kept.get(name)
        if (kept === undefined) throw error
        keptAt.value = kept.at
        return kept.value as Value
      }
    },
  })
  return { query, keptAt, data: computed(() => query.data.value) }
}
