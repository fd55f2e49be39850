/** While anything is still being saved, the browser asks whoever closes or reloads the page. */
import { onBeforeUnmount, type Ref } from 'vue'

export function askBeforeLeaving(saving: Readonly<Ref<number>>): void {
  const warn = (event: BeforeUnloadEvent): void => {
    if (saving.value > 0) event.preventDefault()
  }
  window.addEventListener('beforeunload', warn)
  onBeforeUnmount(() => window.removeEventListener('beforeunload', warn))
}
