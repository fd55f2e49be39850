import { describe, expect, it } from 'vitest'

import type { DraftRule, Span } from '@/api/model'

import { editorCommand, type EditorPress } from './editorKeys'
import {
  conflictOf, doubtWords, draftGroups, marksOf, nextOpen, shownOrder, spanOfWords, step, unreadClauses,
} from './editorState'

function rule(id: string, kind: string, state: DraftRule['state'], span: Span | null = null, confidence = 0.9): DraftRule {
  return { id, state, rule: { kind, source: '' }, sentence: id, span, confidence, holds_already: false, faults: [] }
}

const RULES = [
  rule('form', 'form', 'proposed', [30, 40]),
  rule('late', 'quota', 'confirmed', [20, 25]),
  rule('early', 'quota', 'proposed', [5, 9]),
  rule('hand', 'quota', 'added'),
  rule('gone', 'trigger', 'rejected', [10, 15]),
]
const ORDER = ['early', 'late', 'hand', 'gone', 'form']

it('shows rules by kind, then by their place in the text', () => {
  expect(shownOrder(draftGroups(RULES))).toEqual(ORDER)
  expect(draftGroups(RULES).map((group) => group.words)).toEqual(['走访要求', '遇事必访', '记录表栏目'])
})

it('steps through them and stops at the ends', () => {
  expect([step(ORDER, null, 1), step(ORDER, 'early', 1), step(ORDER, 'early', -1), step(ORDER, 'form', 1), step([], null, 1)]).toEqual(
    ['early', 'late', 'early', 'form', null],
  )
})

it('leads on to what waits, round the end', () => {
  expect(nextOpen(ORDER, RULES, [], 'early')).toBe('form')
  expect(nextOpen(ORDER, RULES, [], 'form')).toBe('early')
  expect(nextOpen(ORDER, [rule('early', 'quota', 'proposed')], [], 'early')).toBeNull()
})

it('leaves what is settled above for the end', () => {
  const rules = ['a', 'b', 'c', 'd'].map((id) => rule(id, 'quota', 'proposed'))
  const conflicts = [{ number: 0, rules: ['b', 'c'], message: '', open: true }]
  const order = ['a', 'b', 'c', 'd']
  expect(nextOpen(order, rules, conflicts, 'a')).toBe('d')
  expect(nextOpen(order, rules.slice(0, 3), conflicts, 'a')).toBe('b')
})

it('marks what stands, and what nobody read until somebody takes it up', () => {
  const clauses = [
    { span: [50, 60] as Span, status: 'unread' as const, reason: '没读懂' },
    { span: [0, 4] as Span, status: 'not_a_rule' as const, reason: '标题' },
  ]
  expect(marksOf({ rules: RULES, clauses }).map((mark) => [mark.kind, mark.key, mark.label])).toEqual([
    ['form', 'form', 'form'], ['quota', 'late', 'late'], ['quota', 'early', 'early'], ['unread', undefined, '没读懂'],
  ])
  expect(unreadClauses({ rules: [rule('new', 'conduct', 'added', [52, 55])], clauses })).toEqual([])
})

it('numbers open contradictions only', () => {
  const conflicts = [
    { number: 0, rules: ['a', 'b'], message: '', open: false },
    { number: 1, rules: ['b', 'c'], message: '', open: true },
  ]
  expect([conflictOf(conflicts, 'a'), conflictOf(conflicts, 'b')]).toEqual([null, 1])
})

it('says doubt only where there is some, and while it matters', () => {
  const words = [0.9, 0.65, 0.3].map((confidence) => doubtWords(rule('x', 'quota', 'proposed', null, confidence)))
  expect(words).toEqual([null, '不太有把握，请对照原文', '没有把握，请仔细对照原文'])
  expect(doubtWords(rule('x', 'quota', 'confirmed', null, 0.1))).toBeNull()
})

it('finds words in the text, counted as the server counts', () => {
  expect(spanOfWords('一、𠮷家，走访。', ' 走访 ')).toEqual([5, 7])
  expect([spanOfWords('走访', ''), spanOfWords('走访', '家访')]).toEqual([null, null])
})

describe('keys', () => {
  const press = (key: string, more: Partial<EditorPress> = {}): EditorPress => ({
    key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, repeat: false, within: 'page', ...more,
  })

  it('mean acts on the page', () => {
    expect(['j', 'K', 'Enter', 'x', 'E', 'u', 'a', 'q'].map((key) => editorCommand(press(key)))).toEqual(
      ['next', 'previous', 'confirm', 'reject', 'edit', 'undo', 'add', null],
    )
  })

  it('held down walk on and decide on nothing', () => {
    expect(['j', 'k', 'Enter', 'x', 'a'].map((key) => editorCommand(press(key, { repeat: true })))).toEqual(
      ['next', 'previous', null, null, null],
    )
  })

  it('belong to fields, buttons, shortcuts and input methods first', () => {
    expect([
      editorCommand(press('x', { within: 'field' })),
      editorCommand(press('Enter', { within: 'control' })),
      editorCommand(press('a', { ctrlKey: true })),
      editorCommand(press('j', { isComposing: true })),
      editorCommand(press('j', { within: 'control' })),
    ]).toEqual([null, null, null, null, 'next'])
  })
})
