/** The class × week picture: its numbers as a table, and the chart's option made of the same table. */
import type { Progress } from '@/api/model'

export interface HeatRow {
  id: string
  name: string
  /** Visits of each week, in the order of `weeks`. */
  visits: number[]
  total: number
}

export interface HeatTable {
  weeks: { label: string; title: string }[]
  rows: HeatRow[]
  /** The largest cell, at least 1. */
  peak: number
  total: number
}

function weekTitle(number: number, start: string): string {
  const [, month, day] = start.split('-').map(Number)
  return month && day ? `第 ${number} 周（${month}月${day}日起）` : `第 ${number} 周`
}

export function heatTable(progress: Pick<Progress, 'classes' | 'weeks' | 'cells'>): HeatTable {
  const counts = new Map<string, number>()
  for (const cell of progress.cells) {
    const key = `${cell.class}/${cell.week}`
    counts.set(key, (counts.get(key) ?? 0) + cell.visits)
  }
  const rows = progress.classes.map((item) => {
    const visits = progress.weeks.map((week) => counts.get(`${item.id}/${week.number}`) ?? 0)
    return { id: String(item.id), name: item.name, visits, total: visits.reduce((sum, n) => sum + n, 0) }
  })
  return {
    weeks: progress.weeks.map((week) => ({ label: `${week.number}`, title: weekTitle(week.number, week.start) })),
    rows,
    peak: Math.max(1, ...rows.flatMap((row) => row.visits)),
    total: rows.reduce((sum, row) => sum + row.total, 0),
  }
}

/** One sentence that says what the picture says, for those who do not see it. */
export function heatSummary(table: HeatTable): string {
  const quiet = table.rows.filter((row) => row.total === 0).length
  const rest = quiet > 0 ? `，其中 ${quiet} 个班还没有家访记录` : ''
  return `${table.rows.length} 个班、${table.weeks.length} 周，共 ${table.total} 次家访${rest}。`
}
