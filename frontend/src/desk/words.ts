/** The words of codes, and how dates and names are written on the desk. */
import type { FlagDecision, School, Severity, Stage, StudentRef } from '@/api/model'

export const SEVERITY_WORDS: Record<Severity, string> = {
  critical: '请先看',
  major: '重要',
  minor: '一般',
  hint: '提示',
}

export const DECISION_WORDS: Record<FlagDecision, string> = {
  upheld: '确认属实',
  dismissed: '不是问题',
  returned: '退回补充',
}

export const ROLE_WORDS: Record<string, string> = {
  principal: '校长',
  office: '教务',
  leader: '校领导',
  homeroom: '班主任',
  subject: '科任教师',
  bureau: '教育局',
}

export const STAGE_WORDS: Record<Stage, string> = {
  kindergarten: '幼儿园',
  primary: '小学',
  junior: '初中',
  nine_year: '九年一贯制学校',
  senior: '普通高中',
  vocational: '中等职业学校',
}

export const STATE_WORDS: Record<School['state'], string> = {
  queued: '排队中',
  provisioning: '正在开通',
  ready: '已开通',
  failed: '没有开通成功',
}

export const GROUP_WORDS: Record<string, string> = {
  potential: '潜能生',
  talented: '特长生',
  poor: '家庭经济困难',
  single_parent: '单亲',
  struggling: '学习有困难',
  left_behind: '留守',
  unstable: '思想有波动',
  dropped_out: '辍学',
  dropout_risk: '有辍学可能',
  lopsided: '偏科',
  disciplined: '受过处分',
  disabled: '残疾',
  disaster: '家庭受灾',
  parent_disability: '父母残疾',
  migrant: '随迁子女',
  changed: '近期变化大',
  weak_habits: '习惯待养成',
  special: '特殊学生',
}

export const RULE_KIND_WORDS: Record<string, string> = {
  quota: '走访要求',
  trigger: '遇事必访',
  focus_group: '重点关注',
  content: '记录内容',
  form: '记录表栏目',
  tone: '怎么写',
  modes: '哪些方式算',
  workflow: '办理步骤',
  archive: '存档',
  assessment: '考核',
  calendar: '固定活动',
  conduct: '家访须知',
}

/** Most telling kinds first; unknown kinds last. */
export const RULE_KIND_ORDER = Object.keys(RULE_KIND_WORDS)

export function classOf(student: Pick<StudentRef, 'class'>): string {
  return student.class?.name ?? ''
}

export function rolesText(roles: readonly string[]): string {
  return roles.map((role) => ROLE_WORDS[role] ?? role).join('、')
}

const DAY = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai', year: 'numeric', month: 'numeric', day: 'numeric',
})
const MOMENT = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false,
})

function part(parts: Intl.DateTimeFormatPart[], type: Intl.DateTimeFormatPartTypes): string {
  return parts.find((item) => item.type === type)?.value ?? ''
}

/** `2026年9月1日`; an empty string for no date or one that cannot be read. */
export function dayText(value: string | null | undefined): string {
  const at = value ? new Date(value) : null
  if (!at || Number.isNaN(at.getTime())) return ''
  const parts = DAY.formatToParts(at)
  return `${part(parts, 'year')}年${part(parts, 'month')}月${part(parts, 'day')}日`
}

/** `9月1日 14:05`, Beijing time. */
export function momentText(value: string | null | undefined): string {
  const at = value ? new Date(value) : null
  if (!at || Number.isNaN(at.getTime())) return ''
  const parts = MOMENT.formatToParts(at)
  return `${part(parts, 'month')}月${part(parts, 'day')}日 ${part(parts, 'hour')}:${part(parts, 'minute')}`
}

/** `51.7 %`: one decimal, so that neighbouring schools stay apart. */
export function percentText(value: number | null): string {
  return value === null ? '—' : `${(value * 100).toFixed(1)} %`
}
