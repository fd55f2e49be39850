import 'vue-router'

import type { Role } from '@/api/model'

declare module 'vue-router' {
  interface RouteMeta {
    /** seen without signing in */
    open?: boolean
    /** words for the browser's tab */
    title?: string
    /** who may enter; absent means everyone signed in. The server refuses as well: this only spares a dead end. */
    roles?: readonly Role[]
  }
}
