/** Words that only the desk's pages use; what both sides speak of stands in shared/format. */
import type { FlagDecision, Role, School, StudentRef } from '@/api/model'
import { ROLE_WORDS } from '@/shared/format/words'

/** What the three keys of the queue are called. */
export const DECISION_WORDS: Readonly<Record<FlagDecision, string>> = {
  upheld: '确认属实',
  dismissed: '不是问题',
  returned: '退回补充',
}

export const STATE_WORDS: Readonly<Record<School['state'], string>> = {
  queued: '排队中',
  provisioning: '正在开通',
  ready: '已开通',
  failed: '没有开通成功',
}

/** As the server names them on a student's page. */
export const GROUP_WORDS: Readonly<Record<string, string>> = {
  potential: '潜能生',
  talented: '特长生',
  poor: '家庭经济困难',
  single_parent: '单亲家庭',
  struggling: '学习困难',
  left_behind: '留守儿童',
  unstable: '心理需要关注',
  dropped_out: '已辍学',
  dropout_risk: '有辍学倾向',
  lopsided: '偏科',
  disciplined: '受过处分',
  disabled: '残疾',
  disaster: '家庭遭遇灾祸',
  parent_disability: '父母残疾',
  migrant: '随迁子女',
  changed: '近期变化大',
  weak_habits: '习惯需要帮助',
  special: '特殊情况',
}

export const RULE_KIND_WORDS: Readonly<Record<string, string>> = {
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

export function rolesText(roles: readonly Role[]): string {
  return roles.map((role) => ROLE_WORDS[role]).join('、')
}

/** `2026年9月1日`; an empty string for no date. For registers, where “昨天” would be too loose. */
export function fullDay(value: string | null): string {
  const [year, month, day] = (value ?? '').slice(0, 10).split('-').map(Number)
  return year && month && day ? `${year}年${month}月${day}日` : ''
}

/** `51.7 %`: one decimal, so that neighbouring schools stay apart. */
export function percentText(value: number | null): string {
  return value === null ? '—' : `${(value * 100).toFixed(1)} %`
}

const HISTORY_WORDS: Readonly<Record<string, string>> = {
  ...DECISION_WORDS,
  undone: '撤销了决定',
  undo: '撤销了决定',
  open: '撤销了决定',
}

/** A line of a flag's history: a decision, or that one was taken back. */
export function historyWords(decision: string): string {
  return HISTORY_WORDS[decision] ?? decision
}
