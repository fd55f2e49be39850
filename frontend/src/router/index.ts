import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'

import { deskRoutes } from '@/desk/routes'
import { phoneRoutes } from '@/phone/routes'

import { beforeLeaving } from '@/shared/session/leave'

import { guard } from './guards'

const entryRoutes: RouteRecordRaw[] = [
  { path: '/', name: 'start', component: () => import('@/entry/PortalPage.vue'), meta: { open: true, title: '入口' } },
  {
    path: '/signin',
    name: 'signin',
    component: () => import('@/entry/SignInPage.vue'),
    meta: { open: true, title: '登录' },
  },
  {
    path: '/password',
    name: 'password',
    component: () => import('@/entry/PasswordPage.vue'),
    meta: { title: '修改密码' },
  },
  {
    path: '/:rest(.*)*',
    name: 'nowhere',
    component: () => import('@/entry/NowherePage.vue'),
    meta: { open: true, title: '找不到这一页' },
  },
]

export const router = createRouter({
  history: createWebHistory(),
  routes: [...phoneRoutes, ...deskRoutes, ...entryRoutes],
  scrollBehavior(_to, _from, saved) {
    return saved ?? { top: 0 }
  },
})

router.beforeEach(guard)

// Whoever signs out from the desk may have drafts of their own teaching on this device.
beforeLeaving({
  mayLeave: async (userId) => (await import('@/phone/local/leaving')).mayLeave(userId),
  wipe: async (userId) => (await import('@/phone/local/leaving')).wipeDevice(userId),
})

router.afterEach((to) => {
  const title = to.meta.title
  document.title = title === undefined ? '家访' : `${title} · 家访`
})

// After an update of the platform, a page opened before asks for files that are gone: load the new ones. Drafts are in
// IndexedDB, so a reload loses no word. Only once per address, in case the server itself is away.
let reloadedFor = ''
router.onError((error: unknown, to) => {
  const gone = error instanceof Error && /dynamically imported module|module script failed|preload CSS/i.test(error.message)
  if (!gone || reloadedFor === to.fullPath || window.performance.now() < 10_000) return
  reloadedFor = to.fullPath
  window.location.assign(to.fullPath)
})
