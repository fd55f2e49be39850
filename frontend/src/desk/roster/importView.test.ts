import { mount, RouterLinkStub } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'

import type { ImportRow, RosterImport } from '@/api/model'

import ImportResult from './ImportResult.vue'

function row(extra: Partial<ImportRow>): ImportRow {
  return { row: 2, sheet: '三年级', verdict: 'same', faults: [], hints: [], changes: [], name: '学生甲', ...extra }
}

function show(extra: Partial<RosterImport> = {}) {
  const run: RosterImport = {
    id: 'i1', file_name: '名册.xlsx', kind: 'students', state: 'checked',
    counts: { new: 1, update: 1, same: 0, fault: 1 }, file_error: null, progress: 0, truncated: false, keep_days: 30, file_erased: false,
    passwords_url: null,
    rows: [
      row({ row: 3, verdict: 'update', name: '学生乙', changes: ['address', 'guardians'] }),
      row({ row: 7, verdict: 'fault', name: '', faults: [{ field: 'id_number', message: '后面的数字已经丢失。' }] }),
      row({ row: 2, verdict: 'new' }),
    ],
    ...extra,
  }
  return mount(ImportResult, { props: { run, busy: false, error: null }, global: { stubs: { RouterLink: RouterLinkStub } } })
}

describe('the dry run', () => {
  it('begins with the rows at fault: where, what, and what to do', () => {
    const rows = show().findAll('tbody tr').map((item) => item.text())
    expect(rows).toHaveLength(1)
    expect(rows[0]).toContain('第 7 行')
    expect(rows[0]).toContain('身份证件号：后面的数字已经丢失。')
  })

  it('tells which fields an update would change, in words', async () => {
    const result = show()
    await result.find('.counts--update').trigger('click')
    expect(result.find('tbody tr').text()).toContain('家庭住址、监护人')
  })

  it('offers one main act and asks the page for it', async () => {
    const result = show()
    const main = result.findAll('.act--main')
    expect(main.map((item) => item.text())).toEqual(['导入这 2 人'])
    await main[0]?.trigger('click')
    expect(result.emitted('apply')).toHaveLength(1)
  })

  it('offers first passwords only while they can be had', () => {
    const counts = { new: 2, update: 0, same: 0, fault: 0 }
    const once = show({ kind: 'staff', state: 'applied', counts, passwords_url: '/x/' })
    expect(once.find('.act--main').text()).toContain('只能下载一次')
    expect(show({ kind: 'staff', state: 'applied', counts, passwords_url: null }).find('.act--main').exists()).toBe(false)
  })

  it('shows why a whole file is refused, and no counts', () => {
    const refused = show({ file_error: { code: 'roster.file_encrypted', message: '这个文件要密码才能打开。' }, rows: [] })
    expect(refused.find('[role=alert]').text()).toContain('这个文件要密码才能打开。')
    expect(refused.find('.counts').exists()).toBe(false)
    expect(refused.find('.act--main').exists()).toBe(false)
  })
})
