import { expect, it } from 'vitest'

import { chartColours } from '../chartColours'
import { heatOption, heatSummary, heatTable } from './heatmap'

const progress = {
  classes: [{ id: 1, name: '三年级1班' }, { id: 2, name: '三年级2班' }],
  weeks: [{ number: 1, start: '2026-09-01' }, { number: 2, start: '2026-09-07' }],
  cells: [{ class: 1, week: 2, visits: 3 }, { class: 1, week: 1, visits: 1 }, { class: 9, week: 1, visits: 5 }],
}

it('lays visits out by class and week, missing cells being none', () => {
  const table = heatTable(progress, '2026-09-03')
  expect(table.rows).toEqual([
    { id: '1', name: '三年级1班', visits: [1, 3], total: 4 },
    { id: '2', name: '三年级2班', visits: [0, 0], total: 0 },
  ])
  expect([table.peak, table.total]).toEqual([3, 4])
  expect(table.weeks[1]).toEqual({ label: '2', title: '第 2 周（9月7日起）', begun: false })
})

it('says the picture in a sentence', () => {
  expect(heatSummary(heatTable(progress, '2026-09-03'))).toBe('2 个班，开学到现在 1 周，共 4 次家访，其中 1 个班还没有家访记录。')
})

it('has a peak of one where nothing happened yet', () => {
  expect(heatTable({ ...progress, cells: [] }, '2026-09-03').peak).toBe(1)
})

it('leaves weeks to come blank, for they are no weeks without visits', () => {
  const none = { ...progress, cells: [{ class: 1, week: 1, visits: 2 }] }
  const [series] = heatOption(heatTable(none, '2026-09-03'), chartColours()).series
  expect(series?.data.map((cell) => cell.value)).toEqual([[0, 0, 2], [0, 1, 0]])
})
