import { describe, expect, it } from 'vitest'

import type { AskedField } from '@/api/model'

import { fieldsFor, inSchoolHours, presenceAsked } from './asked'

const field = (code: AskedField['code']): AskedField => ({ code, label: code, kind: 'text', clause: '第一条' })
const step = (code: string) => ({ code, label: code, clause: '第一条' })

describe('fields that a 制度 asks for', () => {
  const all = [field('feedback'), field('signature'), field('approval_in_school_hours')]

  it('asks for approval only on a weekday in school hours', () => {
    expect(inSchoolHours('2026-11-23T14:02')).toBe(true)
    expect(inSchoolHours('2026-11-23T17:00')).toBe(false)
    expect(inSchoolHours('2026-11-22T14:02')).toBe(false)
    expect(fieldsFor(all, 'home', '2026-11-23T14:02')).toEqual(all)
    expect(fieldsFor(all, 'home', '2026-11-23T18:30').map(({ code }) => code)).toEqual(['feedback', 'signature'])
  })

  it('asks for nothing of a home visit when one telephoned', () => {
    expect(fieldsFor(all, 'phone', '2026-11-23T14:02').map(({ code }) => code)).toEqual(['feedback'])
  })
})

describe('who is to be there', () => {
  const steps = [step('student_present'), step('guardian_present'), step('co_visitor')]

  it('names whoever is not ticked', () => {
    expect(presenceAsked(steps, 'home', [], 0)).toEqual(['学生在场', '家长在场', '有同事一起去'])
    expect(presenceAsked(steps, 'home', ['student', 'mother'], 1)).toEqual([])
    expect(presenceAsked(steps, 'school', ['student'], 0)).toEqual(['家长在场'])
  })

  it('asks nobody to a telephone, and nobody whom no rule names', () => {
    expect(presenceAsked(steps, 'phone', [], 0)).toEqual([])
    expect(presenceAsked([], 'home', [], 0)).toEqual([])
  })
})
