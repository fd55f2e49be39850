import { describe, expect, it } from 'vitest'

import type { PolicyWords, RawRule } from '@/api/model'

import { answersOf, fieldsOf, firstAnswers, KINDS, ruleOf } from './ruleForm'

const WORDS: PolicyWords = {
  who: [{ code: 'homeroom', label: '班主任' }], modes: [{ code: 'home', label: '上门' }], groups: [], events: [], items: [], fields: [],
  steps: [], effects: [], causes: [], meetings: [], archives: [],
}

function names(kind: string, answers = firstAnswers(kind)): string[] {
  return fieldsOf(kind, answers, WORDS).map((field) => field.name)
}

const RULES: RawRule[] = [
  { kind: 'quota', source: '第一条', who: 'homeroom', measure: 'share', min: 66.67, per: 'term', scope: { of: 'class' } },
  { kind: 'quota', source: '', who: 'subject', measure: 'visits', min: 3, max: 5, per: 'term', scope: { of: 'taught' }, modes: ['home', 'phone'] },
  { kind: 'quota', source: '', who: 'homeroom', measure: 'share', min: 100, per: 'once', window: { before_entry: true }, scope: { of: 'entry_grade' } },
  { kind: 'quota', source: '', who: 'homeroom', measure: 'share', min: 50, per: 'once', window: { before_term_months: 0.5 }, scope: { of: 'new_class' } },
  { kind: 'quota', source: '', who: 'homeroom', measure: 'students', min: 15, per: 'term', window: { by_week: 18 }, scope: { of: 'class' } },
  { kind: 'quota', source: '', who: 'teacher', measure: 'contacts', min: 2, per: 'year', scope: { of: 'group', group: 'poor' } },
  { kind: 'quota', source: '', who: 'leader', measure: 'students', min: 2, per: 'month', scope: { of: 'grade', grades: [7, 9] }, each: true },
  { kind: 'trigger', source: '', event: 'illness_absence', who: 'homeroom', within_days: 3, min_absence_days: 3, modes: ['home'] },
  { kind: 'trigger', source: '', event: 'school_injury', within_days: 0 },
  { kind: 'trigger', source: '', event: 'progress' },
  { kind: 'focus_group', source: '', group: 'left_behind', min: 2, per: 'year', follow_up: true },
  { kind: 'focus_group', source: '', group: 'poor' },
  { kind: 'content', source: '', item: 'cause', severity: 'major' },
  { kind: 'form', source: '', field: 'purpose', choices: [{ code: 'a', label: '例行' }] },
  { kind: 'tone', source: '', forbid: 'complaint_only' },
  { kind: 'tone', source: '', praise_first: true },
  { kind: 'modes', source: '', modes: ['home', 'phone'] },
  { kind: 'workflow', source: '', step: 'plan', by: '德育处' },
  { kind: 'archive', source: '', when: 'term_end', to: '教导处' },
  { kind: 'assessment', source: '', effect: 'bonus', cause: 'quota_met', by_week: 18 },
  { kind: 'calendar', source: '', event: 'parent_meeting', min: 1, max: 2, per: 'term' },
  { kind: 'calendar', source: '', event: 'committee' },
  { kind: 'calendar', source: '', event: 'reception', rrule: 'FREQ=WEEKLY;BYDAY=FR', from_time: '15:00', to_time: '17:00' },
  { kind: 'calendar', source: '', event: 'reception', rrule: 'FREQ=MONTHLY;BYMONTHDAY=8' },
  { kind: 'calendar', source: '', event: 'open_day', rrule: 'FREQ=YEARLY;BYMONTH=4,12;BYDAY=2TU', sheet: ['人数'] },
  { kind: 'conduct', source: '第五条', text: '不收礼物' },
]

describe('a rule goes through its form unchanged', () => {
  it.each(RULES.map((rule) => [JSON.stringify(rule), rule] as const))('%s', (_, rule) => {
    expect(ruleOf(String(rule.kind), answersOf(rule), rule)).toEqual(rule)
  })
})

it('takes nulls as left out', () => {
  const read = { ...RULES[0], max: null, window: null, modes: [] }
  expect(ruleOf('quota', answersOf(read), read)).toEqual(RULES[0])
})

it('asks only what the answers leave open', () => {
  expect(names('quota')).toEqual(['who', 'when', 'of', 'measure', 'min', 'modes'])
  expect(names('quota', { ...firstAnswers('quota'), measure: 'visits', of: 'group' })).toEqual(
    ['who', 'when', 'of', 'group', 'measure', 'min', 'max', 'modes'],
  )
  expect(names('quota', { ...firstAnswers('quota'), when: 'first_year' })).toEqual(['who', 'when', 'measure', 'min', 'modes'])
  expect(names('calendar', { ...firstAnswers('calendar'), times: 'weekly' })).toEqual(
    ['event', 'times', 'days', 'from_time', 'to_time'],
  )
})

it('forgets what another answer makes meaningless', () => {
  const answers = { ...answersOf(RULES[1] ?? {}), measure: 'share', min: '50', when: 'first_term' }
  expect(ruleOf('quota', answers, null)).toEqual({
    kind: 'quota', source: '', who: 'subject', measure: 'share', min: 50, per: 'once', window: { first_term: true },
    scope: { of: 'entry_grade' }, modes: ['home', 'phone'],
  })
})

it('gives the server what was typed, so that it can say what is wrong', () => {
  expect(ruleOf('quota', { ...firstAnswers('quota'), min: '' }, null).min).toBe('')
  expect(ruleOf('quota', { ...firstAnswers('quota'), min: '许多' }, null).min).toBe('许多')
})

it('has a form for every kind', () => {
  expect(KINDS.map((kind) => kind.code).filter((kind) => names(kind).length === 0)).toEqual([])
})

it('drops what belongs to another kind when the kind changes', () => {
  expect(ruleOf('conduct', { ...firstAnswers('conduct'), text: '守时' }, RULES[13] ?? null)).toEqual(
    { kind: 'conduct', source: '', text: '守时' },
  )
})
