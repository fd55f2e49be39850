/** The start of the application: which host is this, and who is here. Routes wait for it. */

import { readonly, ref } from 'vue'

import { loadMe, loadSite, site } from './session'

export type StartState = { state: 'starting' } | { state: 'ready' } | { state: 'failed'; error: unknown }

const stateRef = ref<StartState>({ state: 'starting' })
export const startState = readonly(stateRef)

let release: () => void
const ready = new Promise<void>((resolve) => {
  release = resolve
})

/** Resolves when the host is known; retried by the person when it failed. */
export async function start(): Promise<void> {
  stateRef.value = { state: 'starting' }
  try {
    await loadSite()
    if (site.value?.signed_in === true) await loadMe()
    stateRef.value = { state: 'ready' }
    release()
  } catch (error) {
    stateRef.value = { state: 'failed', error }
  }
}

export function whenReady(): Promise<void> {
  return ready
}
