import type { RouteRecordRaw } from 'vue-router'

/** Pages of principals, the office, leaders (school host) and the bureau. Each is its own chunk. */
export const deskRoutes: RouteRecordRaw[] = []
