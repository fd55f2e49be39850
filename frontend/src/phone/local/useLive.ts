import { liveQuery } from 'dexie'
import { onScopeDispose, readonly, type Ref, shallowRef } from 'vue'

/** A reading of the device's database that follows every change of it, in this tab or another. */
export function useLive<Value>(read: () => Promise<Value>, initial: Value): Readonly<Ref<Value>> {
  const value = shallowRef(initial) as Ref<Value>
  const subscription = liveQuery(read).subscribe({
    next: (next) => {
      value.value = next
    },
  })
  onScopeDispose(() => subscription.unsubscribe())
  return readonly(value) as Readonly<Ref<Value>>
}
