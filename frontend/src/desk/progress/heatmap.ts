/** The class × week picture: its numbers as a table, and the chart's option made of the same table. */
import type { Progress } from '@/api/model'

import type { ChartColours } from '../chartColours'

export interface HeatRow {
  id: string
  name: string
  /** Visits of each week, in the order of `weeks`. */
  visits: number[]
  total: number
}

export interface HeatTable {
  weeks: { label: string; title: string; begun: boolean }[]
  rows: HeatRow[]
  /** The largest cell, at least 1. */
  peak: number
  total: number
}

function weekTitle(number: number, start: string): string {
  const [, month, day] = start.split('-').map(Number)
  return month && day ? `第 ${number} 周（${month}月${day}日起）` : `第 ${number} 周`
}

/** `today` is `YYYY-MM-DD`: weeks that begin later are no weeks without visits yet. */
export function heatTable(progress: Pick<Progress, 'classes' | 'weeks' | 'cells'>, today: string): HeatTable {
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
    weeks: progress.weeks.map((week) => ({ label: `${week.number}`, title: weekTitle(week.number, week.start), begun: week.start <= today })),
    rows,
    peak: Math.max(1, ...rows.flatMap((row) => row.visits)),
    total: rows.reduce((sum, row) => sum + row.total, 0),
  }
}

/** One sentence that says what the picture says, for those who do not see it. */
export function heatSummary(table: HeatTable): string {
  const quiet = table.rows.filter((row) => row.total === 0).length
  const begun = table.weeks.filter((week) => week.begun).length
  const rest = quiet > 0 ? `，其中 ${quiet} 个班还没有家访记录` : ''
  return `${table.rows.length} 个班，开学到现在 ${begun} 周，共 ${table.total} 次家访${rest}。`
}

/** Rem: a line a class, room for the weeks' names above and the scale below. */
export function heatHeight(table: HeatTable): number {
  return table.rows.length * 1.9 + 5.5
}

/**
 * ECharts' option. The first class stands on top; each cell carries its number,
 * so the shade is never the only sign.
 */
export function heatOption(table: HeatTable, colours: ChartColours) {
  const data = table.rows.flatMap((row, y) =>
    row.visits.flatMap((visits, x) => {
      const week = table.weeks[x]
      // A week to come stays blank, unless something was already written down for it.
      if (week === undefined || (!week.begun && visits === 0)) return []
      return {
        value: [x, y, visits] as [number, number, number],
        tip: `${row.name} ${week.title}：${visits} 次`,
        label: { color: visits > table.peak * 0.75 ? '#ffffff' : colours.text },
      }
    }),
  )
  const axis = {
    axisLine: { show: false },
    axisTick: { show: false },
    splitArea: { show: false },
  }
  return {
    animation: false,
    aria: { enabled: true, label: { description: heatSummary(table) } },
    grid: { left: 92, right: 12, top: 30, bottom: 48 },
    tooltip: {
      confine: true,
      formatter: (item: unknown) => (item as { data?: { tip?: string } }).data?.tip ?? '',
    },
    xAxis: {
      type: 'category' as const,
      position: 'top' as const,
      data: table.weeks.map((week) => week.label),
      axisLabel: { color: colours.soft, interval: 0, formatter: (label: string) => `${label}周` },
      ...axis,
    },
    yAxis: {
      type: 'category' as const,
      inverse: true,
      data: table.rows.map((row) => row.name),
      axisLabel: { color: colours.text, fontSize: 13, interval: 0 },
      ...axis,
    },
    visualMap: {
      type: 'continuous' as const,
      min: 0,
      max: table.peak,
      orient: 'horizontal' as const,
      left: 92,
      bottom: 0,
      itemWidth: 12,
      itemHeight: 120,
      text: [`${table.peak} 次`, '没有'],
      textStyle: { color: colours.soft },
      inRange: { color: [colours.sunken, '#cfe3d7', '#8dbda2', colours.green] },
    },
    series: [
      {
        type: 'heatmap' as const,
        data,
        label: {
          show: true,
          formatter: (item: { value?: unknown }) => {
            const visits = Array.isArray(item.value) ? Number(item.value[2]) : 0
            return visits > 0 ? String(visits) : ''
          },
        },
        itemStyle: { borderColor: colours.sheet, borderWidth: 2 },
        emphasis: { itemStyle: { borderColor: colours.text } },
      },
    ],
  }
}
