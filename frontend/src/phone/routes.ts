import type { RouteRecordRaw } from 'vue-router'

import type { Role } from '@/api/model'

const roles: readonly Role[] = ['homeroom', 'subject', 'leader', 'office', 'principal']

/** The teacher's pages, the same on a phone and on a wide screen. Leaders and the principal visit families as well. */
export const phoneRoutes: RouteRecordRaw[] = [
  { path: '/today', component: () => import('./today/TodayPage.vue'), meta: { title: '今天', roles } },
  { path: '/write/:studentId?', component: () => import('./writing/WritePage.vue'), meta: { title: '写家访', roles } },
  { path: '/students', component: () => import('./students/StudentsPage.vue'), meta: { title: '我的学生', roles } },
  { path: '/mine', component: () => import('./records/MinePage.vue'), meta: { title: '我的记录', roles } },
  { path: '/visit/:id', component: () => import('./records/VisitPage.vue'), meta: { title: '家访记录', roles } },
  {
    path: '/visit/:id/conflict',
    component: () => import('./records/ConflictPage.vue'),
    meta: { title: '两份不一样', roles },
  },
]
