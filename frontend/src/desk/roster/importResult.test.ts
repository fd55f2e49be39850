import { describe, expect, it } from 'vitest'

import type { RosterImport } from '@/api/model'

import { countsText, faultRows, nextAct, placeText, refusal } from './importResult'

function dryRun(extra: Partial<RosterImport> = {}): RosterImport {
  return {
    id: 'i1', file_name: '名册.xlsx', kind: 'students', state: 'checked',
    counts: { new: 12, update: 3, same: 40, fault: 2 }, file_error: null, progress: 0, truncated: false, keep_days: 30, file_erased: false,
    passwords_url: null, rows: [], ...extra,
  }
}

it('names all four counts, also the noughts', () => {
  expect(countsText({ new: 12, update: 3, same: 40, fault: 2 })).toBe('新增 12 · 更新 3 · 没变 40 · 有问题 2')
  expect(countsText({ new: 0, update: 0, same: 0, fault: 0 })).toBe('新增 0 · 更新 0 · 没变 0 · 有问题 0')
})

describe('nextAct', () => {
  it('offers to import what can be written and says what happens to the rest', () => {
    expect(nextAct(dryRun())).toEqual({
      type: 'apply',
      text: '名册还没有改动。有问题的 2 行先不写入，改好后再导入一次就行。',
      button: '导入这 15 人',
    })
  })

  it('needs no import when the second file is the same', () => {
    expect(nextAct(dryRun({ counts: { new: 0, update: 0, same: 55, fault: 0 } })).type).toBe('nothing')
  })

  it('asks for corrections when no row can be written', () => {
    expect(nextAct(dryRun({ counts: { new: 0, update: 0, same: 5, fault: 2 } })).type).toBe('fix')
  })

  it('shows the server’s words when the whole file is refused', () => {
    const refused = nextAct(dryRun({ file_error: { code: 'roster.file_encrypted', message: '这个文件有密码。' } }))
    expect(refused).toEqual({ type: 'refused', text: '这个文件有密码。' })
  })

  it('counts what was written and what was left', () => {
    expect(nextAct(dryRun({ state: 'applied' }))).toEqual({
      type: 'applied',
      text: '已导入学生名册：新增 12 人，更新 3 人。另有 2 行有问题，没有写入；改好后再导入这张表即可。',
    })
  })

  it('follows a running import', () => {
    expect(nextAct(dryRun({ state: 'applying', progress: 40 }))).toMatchObject({ type: 'running', progress: 40 })
  })

  it('says that a failed import changed nothing', () => {
    expect(nextAct(dryRun({ state: 'failed' })).type).toBe('failed')
  })
})

it('lists faulty rows in the order of the sheet', () => {
  const row = (at: number, verdict: 'same' | 'fault') => ({ row: at, sheet: '一班', verdict, faults: [], hints: [], changes: [], name: '' })
  const run = dryRun({ rows: [row(9, 'fault'), row(3, 'same'), row(5, 'fault')] })
  expect(faultRows(run).map((item) => item.row)).toEqual([5, 9])
  expect(faultRows(dryRun())).toEqual([])
})

it('names the sheet only where there are several', () => {
  const row = { row: 7, sheet: '二班', verdict: 'fault' as const, faults: [], hints: [], changes: [], name: '' }
  expect([placeText(row, 1), placeText(row, 2)]).toEqual(['第 7 行', '二班 第 7 行'])
})

describe('refusal', () => {
  it('lets workbooks and csv through', () => {
    expect(['a.XLSX', 'b.xls', 'c.csv'].map((name) => refusal({ name, size: 10 }))).toEqual([null, null, null])
  })

  it('says what to do with others', () => {
    expect(refusal({ name: '名册.docx', size: 10 })).toContain('另存为 .xlsx')
    expect(refusal({ name: '名册.xlsx', size: 0 })).toContain('空的')
    expect(refusal({ name: '名册.xlsx', size: 21 * 1024 * 1024 })).toContain('20 MB')
  })
})
