import type { RouteRecordRaw } from 'vue-router'

/** The teacher's pages, the same on a phone and on a wide screen. */
export const phoneRoutes: RouteRecordRaw[] = []
