import { onBeforeUnmount, readonly, ref } from 'vue'

/** True while the window is a small screen's, by the same border as the styles (900 px). */
export function useNarrow() {
  const query = window.matchMedia('(max-width: 900px)')
  const narrow = ref(query.matches)
  const follow = (event: MediaQueryListEvent): void => {
    narrow.value = event.matches
  }
  query.addEventListener('change', follow)
  onBeforeUnmount(() => query.removeEventListener('change', follow))
  return readonly(narrow)
}
