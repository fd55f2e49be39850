/**
 * The form of a rule: which questions each kind asks in plain words, and how the answers become the exchange format and
 * back. Pure. What a rule holds beside its form (the reasons to pick from, a meeting's sheet) is kept as it is.
 */
import type { PolicyWords, RawRule, Word } from '@/api/model'

import { RULE_KIND_WORDS } from '../../words'
import { recurrenceParts, recurrenceText } from './recurrence'

export type Answers = Readonly<Record<string, string | readonly string[] | boolean>>

interface Base {
  readonly name: string
  readonly label: string
  readonly help?: string
}

export type FormField = Base &
  (
    | { readonly type: 'choice'; readonly options: readonly Word[]; readonly empty?: string }
    | { readonly type: 'several'; readonly options: readonly Word[] }
    | { readonly type: 'number'; readonly unit: string; readonly optional?: boolean; readonly decimals?: boolean }
    | { readonly type: 'text'; readonly long?: boolean }
    | { readonly type: 'time' }
    | { readonly type: 'check' }
  )

export const KINDS: readonly Word[] = Object.entries(RULE_KIND_WORDS).map(([code, label]) => ({ code, label }))

const word = (code: string, label: string): Word => ({ code, label })

const MEASURES = [
  word('share', '走访到的学生占多少'),
  word('students', '走访到多少名学生'),
  word('visits', '家访多少次'),
  word('contacts', '联系多少次（电话、网络等都算）'),
]
const PERIODS = [
  word('week', '每周'),
  word('month', '每月'),
  word('term', '每学期'),
  word('year', '每学年'),
]
const WHEN = [
  ...PERIODS,
  word('holiday', '每个假期'),
  word('by_week', '每学期第几周以前'),
  word('before_term_months', '开学前几个月内'),
  word('before_entry', '新生入学前'),
  word('first_term', '新生入学后第一学期'),
  word('first_year', '新生入学后第一学年'),
]
const SCOPES = [
  word('class', '本班学生'),
  word('taught', '所教的学生'),
  word('school', '全校学生'),
  word('grade', '某几个年级的学生'),
  word('entry_grade', '起始年级的学生'),
  word('new_class', '新接班级的学生'),
  word('group', '某一类学生'),
]
const GRADES = Array.from({ length: 12 }, (_, at) => word(String(at + 1), gradeName(at + 1)))
const SOON = [word('', '及时（三天内）'), word('0', '当天'), word('days', '几天之内')]
const TONES = [
  word('complaint_only', '不告状，不能只说缺点'),
  word('praise_only', '不只报喜，问题也要说到'),
  word('praise_first', '先说优点，再说不足'),
]
const TIMES = [
  word('count', '规定次数'),
  word('weekly', '每周固定的日子'),
  word('monthly', '每月固定的日子'),
  word('kept', '照原来写的时间'),
]
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'].map((code, at) => word(code, `周${'一二三四五六日'.charAt(at)}`))
const AFTER_ENTRY = ['before_entry', 'first_term', 'first_year']

function gradeName(grade: number): string {
  if (grade >= 10) return `高${'一二三'.charAt(grade - 10)}`
  return `${'一二三四五六七八九'.charAt(grade - 1)}年级`
}

/** The questions of a kind; which of them are asked depends on what was answered. */
export function fieldsOf(kind: string, answers: Answers, words: PolicyWords): FormField[] {
  const is = (name: string, ...codes: string[]): boolean => codes.includes(String(answers[name]))
  switch (kind) {
    case 'quota':
      return [
        { type: 'choice', name: 'who', label: '谁来做', options: words.who },
        { type: 'choice', name: 'when', label: '什么时候', options: WHEN },
        ...(is('when', 'by_week') ? [number('by_week', '第几周以前', '周')] : []),
        ...(is('when', 'before_term_months') ? [number('before_term_months', '开学前', '个月', '两周写 0.5')] : []),
        ...(is('when', ...AFTER_ENTRY)
          ? []
          : [{ type: 'choice', name: 'of', label: '对哪些学生', options: SCOPES } satisfies FormField]),
        ...(is('of', 'grade') && !is('when', ...AFTER_ENTRY)
          ? [{ type: 'several', name: 'grades', label: '哪几个年级', options: GRADES } satisfies FormField]
          : []),
        ...(is('of', 'group') && !is('when', ...AFTER_ENTRY)
          ? [{ type: 'choice', name: 'group', label: '哪一类学生', options: words.groups } satisfies FormField]
          : []),
        { type: 'choice', name: 'measure', label: '要求的是', options: MEASURES },
        is('measure', 'share')
          ? number('min', '至少', '%', '全部写 100，一半写 50，三分之二写 66.67，三分之一写 33.33')
          : number('min', '至少', is('measure', 'students') ? '名' : '次'),
        ...(is('measure', 'share')
          ? []
          : [{ ...number('max', '最多', is('measure', 'students') ? '名' : '次', '没有上限就不填'), optional: true }]),
        modes(words, '不选就按制度里写的家访方式'),
      ]
    case 'trigger':
      return [
        { type: 'choice', name: 'event', label: '出现什么情况', options: words.events },
        ...(is('event', 'illness_absence')
          ? [{ ...number('min_absence_days', '缺课满', '天', '不论几天就不填'), optional: true }]
          : []),
        { type: 'choice', name: 'who', label: '谁去', options: words.who, empty: '班主任（没有写明）' },
        { type: 'choice', name: 'soon', label: '多久之内', options: SOON },
        ...(is('soon', 'days') ? [number('within_days', '几天', '天')] : []),
        modes(words, '不选就不限方式'),
      ]
    case 'focus_group':
      return [
        { type: 'choice', name: 'group', label: '哪一类学生', options: words.groups },
        { ...number('min', '每人至少', '次', '没有规定次数就不填'), optional: true },
        ...(is('min', '') ? [] : [{ type: 'choice', name: 'per', label: '多长时间里', options: WHEN.slice(0, 5) } satisfies FormField]),
        { type: 'check', name: 'follow_up', label: '要持续跟进' },
      ]
    case 'content':
      return [{ type: 'choice', name: 'item', label: '谈话和记录要有', options: words.items }]
    case 'form':
      return [{ type: 'choice', name: 'field', label: '记录表要填', options: words.fields }]
    case 'tone':
      return [{ type: 'choice', name: 'tone', label: '怎么说、怎么写', options: TONES }]
    case 'modes':
      return [{ type: 'several', name: 'modes', label: '哪些方式算家访', options: words.modes }]
    case 'workflow':
      return [
        { type: 'choice', name: 'step', label: '要办的事', options: words.steps },
        { type: 'text', name: 'by', label: '由谁经办', help: '没有写明就不填' },
      ]
    case 'archive':
      return [
        { type: 'choice', name: 'when', label: '什么时候交', options: words.archives },
        { type: 'text', name: 'to', label: '交给谁', help: '没有写明就不填' },
      ]
    case 'assessment':
      return [
        { type: 'choice', name: 'cause', label: '什么情况', options: words.causes, empty: '没有写明' },
        { type: 'choice', name: 'effect', label: '怎么办', options: words.effects },
        { ...number('by_week', '第几周以前', '周', '没有写明就不填'), optional: true },
      ]
    case 'calendar':
      return [
        { type: 'choice', name: 'event', label: '什么活动', options: words.meetings },
        { type: 'choice', name: 'times', label: '时间怎么定', options: TIMES.filter((one) => one.code !== 'kept' || is('times', 'kept')) },
        ...(is('times', 'count')
          ? [
              { ...number('min', '至少', '次', '没有规定次数就不填'), optional: true },
              { ...number('max', '最多', '次', '没有上限就不填'), optional: true },
              { type: 'choice', name: 'per', label: '多长时间里', options: PERIODS, empty: '没有写明' } satisfies FormField,
            ]
          : []),
        ...(is('times', 'weekly') ? [{ type: 'several', name: 'days', label: '周几', options: WEEKDAYS } satisfies FormField] : []),
        ...(is('times', 'monthly') ? [number('month_day', '每月几号', '号')] : []),
        ...(is('times', 'count')
          ? []
          : [
              { type: 'time', name: 'from_time', label: '从几点', help: '没有写明就不填' } satisfies FormField,
              { type: 'time', name: 'to_time', label: '到几点', help: '没有写明就不填' } satisfies FormField,
            ]),
      ]
    default:
      return [{ type: 'text', name: 'text', label: '家访前要看到的一句话', long: true }]
  }
}

function number(name: string, label: string, unit: string, help?: string): FormField & { type: 'number' } {
  return { type: 'number', name, label, unit, ...(help === undefined ? {} : { help }) }
}

function modes(words: PolicyWords, help: string): FormField {
  return { type: 'several', name: 'modes', label: '用什么方式', options: words.modes, help }
}

/** Fields that the forms ask for; everything else of a rule is kept beside them. */
const ASKED = [
  'kind', 'source', 'who', 'measure', 'min', 'max', 'per', 'scope', 'window', 'modes', 'event', 'within_days',
  'min_absence_days', 'group', 'follow_up', 'item', 'field', 'forbid', 'praise_first', 'step', 'by', 'to', 'when',
  'effect', 'cause', 'by_week', 'rrule', 'from_time', 'to_time', 'text',
]

/** What is chosen at first for a kind. */
export function firstAnswers(kind: string): Answers {
  const common = { source: '', modes: [], grades: [], days: [] }
  switch (kind) {
    case 'quota':
      return { ...common, who: 'homeroom', when: 'term', of: 'class', group: 'left_behind', measure: 'share', min: '100', max: '' }
    case 'trigger':
      return { ...common, event: 'illness_absence', min_absence_days: '', who: '', soon: '', within_days: '3' }
    case 'focus_group':
      return { ...common, group: 'left_behind', min: '', per: 'term', follow_up: false }
    case 'content':
      return { ...common, item: 'agreed_measures' }
    case 'form':
      return { ...common, field: 'feedback' }
    case 'tone':
      return { ...common, tone: 'complaint_only' }
    case 'modes':
      return { ...common, modes: ['home'] }
    case 'workflow':
      return { ...common, step: 'appointment', by: '' }
    case 'archive':
      return { ...common, when: 'term_end', to: '' }
    case 'assessment':
      return { ...common, cause: 'overall', effect: 'credit', by_week: '' }
    case 'calendar':
      return { ...common, event: 'parent_meeting', times: 'count', min: '1', max: '', per: 'term', month_day: '', from_time: '', to_time: '' }
    default:
      return { ...common, text: '' }
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '')
const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(textOf) : [])
const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

/** The answers that a rule gives to its kind's questions. */
export function answersOf(rule: RawRule): Answers {
  const kind = textOf(rule.kind)
  const scope = recordOf(rule.scope)
  const window = Object.entries(recordOf(rule.window)).find(([, value]) => value !== null && value !== false)
  const found: Record<string, string | readonly string[] | boolean> = { ...firstAnswers(kind), source: textOf(rule.source) }
  for (const name of ['who', 'measure', 'min', 'max', 'per', 'event', 'min_absence_days', 'group', 'item', 'field', 'step', 'by',
    'to', 'when', 'effect', 'cause', 'by_week', 'from_time', 'to_time', 'text']) {
    if (name in found) found[name] = textOf(rule[name])
  }
  found.modes = listOf(rule.modes)
  if (kind === 'quota') {
    found.when = window === undefined ? textOf(rule.per) : window[0]
    if (window !== undefined && typeof window[1] === 'number') found[window[0]] = String(window[1])
    found.of = textOf(scope.of)
    found.grades = listOf(scope.grades)
    found.group = textOf(scope.group) === '' ? 'left_behind' : textOf(scope.group)
  }
  if (kind === 'trigger') {
    const days = rule.within_days
    found.soon = typeof days !== 'number' ? '' : days === 0 ? '0' : 'days'
    found.within_days = typeof days === 'number' && days > 0 ? String(days) : '3'
  }
  if (kind === 'focus_group') {
    found.follow_up = rule.follow_up === true
    if (found.per === '') found.per = 'term'
  }
  if (kind === 'tone') found.tone = rule.praise_first === true ? 'praise_first' : textOf(rule.forbid)
  if (kind === 'calendar') Object.assign(found, recurrenceParts(textOf(rule.rrule)))
  return found
}

/** The rule that the answers say. `before`: the rule that is changed, whose other fields are kept. */
export function ruleOf(kind: string, answers: Answers, before: RawRule | null): RawRule {
  const kept = before !== null && before.kind === kind ? Object.entries(before).filter(([name]) => !ASKED.includes(name)) : []
  const rule: Record<string, unknown> = { kind, source: textOf(answers.source).trim(), ...Object.fromEntries(kept) }
  const said = (name: string): string => textOf(answers[name]).trim()
  const figure = (name: string): number | string => (said(name) === '' || Number.isNaN(Number(said(name))) ? said(name) : Number(said(name)))
  const put = (name: string, value: unknown): void => {
    if (value !== '' && value !== false && !(Array.isArray(value) && value.length === 0)) rule[name] = value
  }
  switch (kind) {
    case 'quota':
      put('who', said('who'))
      put('measure', said('measure'))
      rule.min = figure('min')
      if (said('measure') !== 'share') put('max', figure('max'))
      Object.assign(rule, whenOf(said('when'), figure))
      rule.scope = scopeOf(answers, AFTER_ENTRY.includes(said('when')))
      put('modes', listOf(answers.modes))
      break
    case 'trigger':
      put('event', said('event'))
      put('who', said('who'))
      if (said('soon') !== '') rule.within_days = said('soon') === '0' ? 0 : figure('within_days')
      if (said('event') === 'illness_absence') put('min_absence_days', figure('min_absence_days'))
      put('modes', listOf(answers.modes))
      break
    case 'focus_group':
      put('group', said('group'))
      put('min', figure('min'))
      if (said('min') !== '') put('per', said('per'))
      put('follow_up', answers.follow_up === true)
      break
    case 'tone':
      if (said('tone') === 'praise_first') rule.praise_first = true
      else put('forbid', said('tone'))
      break
    case 'modes':
      rule.modes = listOf(answers.modes)
      break
    case 'calendar':
      put('event', said('event'))
      if (said('times') === 'count') {
        put('min', figure('min'))
        put('max', figure('max'))
        put('per', said('per'))
      } else {
        rule.rrule = recurrenceText(answers)
        put('from_time', said('from_time'))
        put('to_time', said('to_time'))
      }
      break
    case 'assessment':
      put('effect', said('effect'))
      put('cause', said('cause'))
      put('by_week', figure('by_week'))
      break
    default:
      for (const name of ['item', 'field', 'step', 'by', 'when', 'to', 'text']) put(name, said(name))
  }
  return rule
}

function whenOf(when: string, figure: (name: string) => number | string): Record<string, unknown> {
  if (when === 'by_week') return { per: 'term', window: { by_week: figure('by_week') } }
  if (when === 'before_term_months') return { per: 'once', window: { before_term_months: figure('before_term_months') } }
  return AFTER_ENTRY.includes(when) ? { per: 'once', window: { [when]: true } } : { per: when }
}

function scopeOf(answers: Answers, entry: boolean): Record<string, unknown> {
  const of = entry ? 'entry_grade' : textOf(answers.of)
  if (of === 'grade') return { of, grades: listOf(answers.grades).map(Number).sort((a, b) => a - b) }
  return of === 'group' ? { of, group: textOf(answers.group) } : { of }
}
