import type { RouteRecordRaw } from 'vue-router'

import type { Role } from '@/api/model'

const LEADERS: readonly Role[] = ['principal', 'office', 'leader']
const KEEPERS: readonly Role[] = ['principal', 'office']
const SCHOOL: readonly Role[] = ['homeroom', 'subject', ...LEADERS]
const BUREAU: readonly Role[] = ['bureau']

/** Pages of principals, the office, leaders (school host) and the bureau. Each is its own chunk. */
export const deskRoutes: RouteRecordRaw[] = [
  {
    path: '/queue',
    name: 'queue',
    component: () => import('./queue/QueuePage.vue'),
    meta: { title: '待处理', roles: LEADERS },
  },
  {
    path: '/progress',
    name: 'progress',
    component: () => import('./progress/ProgressPage.vue'),
    meta: { title: '进度', roles: LEADERS },
  },
  {
    path: '/roster',
    name: 'roster',
    component: () => import('./roster/RosterPage.vue'),
    meta: { title: '名册', roles: LEADERS },
  },
  {
    path: '/roster/import',
    name: 'roster-import',
    component: () => import('./roster/ImportPage.vue'),
    meta: { title: '导入名册', roles: KEEPERS },
  },
  {
    path: '/policy',
    name: 'policy',
    component: () => import('./policy/PolicyPage.vue'),
    meta: { title: '制度', roles: LEADERS },
  },
  {
    path: '/policy/new',
    name: 'policy-new',
    component: () => import('./policy/NewDraftPage.vue'),
    meta: { title: '读入制度', roles: KEEPERS },
  },
  {
    path: '/policy/versions/:id(\\d+)',
    name: 'policy-version',
    component: () => import('./policy/VersionPage.vue'),
    meta: { title: '制度', roles: LEADERS },
  },
  {
    path: '/policy/drafts/:id(\\d+)',
    name: 'policy-draft',
    component: () => import('./policy/editor/EditorPage.vue'),
    meta: { title: '制度草稿', roles: KEEPERS },
  },
  {
    path: '/policy/drafts/:id/what-if',
    name: 'policy-what-if',
    component: () => import('./policy/WhatIfPage.vue'),
    meta: { title: '试算', roles: LEADERS },
  },
  {
    path: '/students/:id',
    name: 'student',
    component: () => import('./student/StudentPage.vue'),
    meta: { title: '学生', roles: SCHOOL },
  },
  {
    path: '/agenda',
    name: 'agenda',
    component: () => import('./agenda/AgendaPage.vue'),
    meta: { title: '制度日程', roles: LEADERS },
  },
  {
    path: '/times',
    name: 'times',
    component: () => import('./times/TimesPage.vue'),
    meta: { title: '学期', roles: LEADERS },
  },
  {
    path: '/evaluation',
    name: 'evaluation',
    component: () => import('./evaluation/EvaluationPage.vue'),
    meta: { title: '提示准不准', roles: KEEPERS },
  },
  {
    path: '/staff',
    name: 'staff',
    component: () => import('./staff/StaffPage.vue'),
    meta: { title: '教职工', roles: LEADERS },
  },
  {
    path: '/schools',
    name: 'schools',
    component: () => import('./bureau/SchoolsPage.vue'),
    meta: { title: '学校', roles: BUREAU },
  },
  {
    path: '/schools/new',
    name: 'school-new',
    component: () => import('./bureau/NewSchoolPage.vue'),
    meta: { title: '新建学校', roles: BUREAU },
  },
  {
    path: '/calendar',
    name: 'calendar',
    component: () => import('./bureau/CalendarPage.vue'),
    meta: { title: '校历', roles: BUREAU },
  },
  {
    path: '/compare',
    name: 'compare',
    component: () => import('./bureau/ComparePage.vue'),
    meta: { title: '对比', roles: BUREAU },
  },
  {
    path: '/floor',
    name: 'floor',
    component: () => import('./bureau/FloorPage.vue'),
    meta: { title: '最低要求', roles: BUREAU },
  },
  {
    path: '/precision',
    name: 'precision',
    component: () => import('./evaluation/PrecisionPage.vue'),
    meta: { title: '提示准不准', roles: BUREAU },
  },
]
