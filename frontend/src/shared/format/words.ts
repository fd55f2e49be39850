/** The words for the codes of the API. Codes never change; words may. */

import type { AnswerCode, FlagState, Mode, Outcome, Present, Role, Severity, Stage } from '@/api/model'

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  critical: '请先看',
  major: '要补充',
  minor: '可以更好',
  hint: '小提示',
}

export const MODE_WORDS: Readonly<Record<Mode, string>> = {
  home: '上门',
  phone: '电话',
  online: '视频',
  school: '来校',
  letter: '书信',
}

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  done: '去成了',
  not_home: '没遇到',
  postponed: '改期',
  refused: '不方便',
  away: '外出',
}

export const PRESENT_WORDS: Readonly<Record<Present, string>> = {
  student: '学生本人',
  father: '父亲',
  mother: '母亲',
  grandparent: '祖辈',
  other_guardian: '其他监护人',
}

export const ANSWER_WORDS: Readonly<Record<AnswerCode, string>> = {
  place: '地点',
  guardian: '家长',
  purpose: '事由',
  feedback: '家长意见',
  needs: '困难与需求',
  signature: '签字或盖章',
  photo: '照片',
  appointment: '预约',
  approval_in_school_hours: '外出批准',
  oral_report: '口头汇报',
}

/** What was answered: words, or that it was done. */
export function answerWords(words: string): string {
  return words === 'yes' ? '有' : words
}

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  homeroom: '班主任',
  subject: '科任教师',
  leader: '年级主任',
  office: '教务处',
  principal: '校长',
  bureau: '教育局',
}

export const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  kindergarten: '幼儿园',
  primary: '小学',
  junior: '初中',
  nine_year: '九年一贯制',
  senior: '高中',
  vocational: '中职',
}

export const FLAG_STATE_WORDS: Readonly<Record<FlagState, string>> = {
  open: '待处理',
  upheld: '确认属实',
  dismissed: '这条提示不对',
  returned: '退回补充',
}
