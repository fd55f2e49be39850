import { onBeforeUnmount, shallowRef, watch } from 'vue'

import { api } from '@/api/client'
import type { Preview } from '@/api/model'

import { type CheckInput, type CheckState, LiveCheck } from './liveCheck'

/** The live check of what `input` gives; null where there is nothing to look at. */
export function useLiveCheck(input: () => CheckInput | null) {
  const check = shallowRef<CheckState>({ state: 'idle' })
  const live = new LiveCheck(
    (asked, signal) => api.post<Preview>('visits/preview/', asked, { signal }),
    (state) => {
      check.value = state
    },
  )
  watch(
    () => {
      const now = input()
      return now === null ? null : `${now.student}\n${now.text}`
    },
    () => live.look(input()),
    { immediate: true },
  )
  onBeforeUnmount(() => live.close())
  return check
}
