/**
 * Shares with their intervals as a picture: a line from the lower to the upper
 * bound, a point on the share. The fewer cases, the longer the line: that is the
 * picture's message, so nothing is drawn without it. Bounds come from the server.
 */
import type { ChartColours } from '../chartColours'
import { percentText } from '../words'

/** Under so many cases the words say that they are few. */
export const FEW = 10

export interface IntervalRow {
  name: string
  part: number
  whole: number
  value: number | null
  low: number
  high: number
  /** drawn hollow: only a hint now */
  soft?: boolean
  /** not shown at all: too few to be shown */
  hidden?: boolean
}

/** `20 次里 15 次，75.0 %（53 %—89 %）`; few cases say so. */
export function shareText(row: Pick<IntervalRow, 'part' | 'whole' | 'value' | 'low' | 'high'>, unit = '次'): string {
  if (row.whole === 0 || row.value === null) return `还没有，看不出来`
  const few = row.whole < FEW ? `；只有 ${row.whole} ${unit}，还说不准` : ''
  return `${row.whole} ${unit}里 ${row.part} ${unit}，${percentText(row.value)}（${rangeText(row)}${few}）`
}

/** `53 %—89 %` */
export function rangeText(row: Pick<IntervalRow, 'low' | 'high'>): string {
  return `${Math.round(row.low * 100)} %—${Math.round(row.high * 100)} %`
}

/** Rem: a line a row, and room for the scale. */
export function intervalHeight(rows: readonly IntervalRow[]): number {
  return rows.length * 2.4 + 3.5
}

const LABEL = 8

/** Names in lines of at most eight characters, so that a small screen keeps room for the picture. */
export function wrapped(name: string): string {
  const year = /^(\d{4}-\d{4}学年)(.+)$/.exec(name)
  if (year !== null) return `${year[1] ?? ''}\n${year[2] ?? ''}`
  const lines: string[] = []
  for (let at = 0; at < name.length; at += LABEL) lines.push(name.slice(at, at + LABEL))
  return lines.join('\n')
}

/** The right edge for shares that are mostly small: the next fifth above the longest line. */
export function edgeFor(rows: readonly IntervalRow[]): number {
  const widest = Math.max(0, ...rows.filter((row) => row.whole > 0 && row.hidden !== true).map((row) => row.high))
  return widest === 0 ? 1 : Math.min(1, Math.max(2, Math.ceil(widest * 5)) / 5)
}

interface Drawn {
  value: [number, number, number]
  tip: string
}

/**
 * ECharts' option; the first row stands on top. `mark` draws a dotted line at a
 * share (the ceiling under which a finding becomes a hint). `full` is the share
 * at the right edge.
 */
export function intervalOption(
  rows: readonly IntervalRow[],
  colours: ChartColours,
  options: { mark?: { at: number; words: string }; full?: number; unit?: string; narrow?: boolean } = {},
) {
  const { mark, full = 1, unit = '次', narrow = false } = options
  const shown = rows.map((row, at) => ({ row, at })).filter(({ row }) => row.whole > 0 && row.hidden !== true)
  const tip = (row: IntervalRow): string => `${row.name}<br>${shareText(row, unit)}`
  const lines: Drawn[] = shown.map(({ row, at }) => ({ value: [at, row.low, row.high], tip: tip(row) }))
  return {
    animation: false,
    grid: { left: narrow ? 126 : 214, right: narrow ? 56 : 84, top: 26, bottom: 28 },
    tooltip: {
      trigger: 'item' as const,
      confine: true,
      formatter: (item: unknown) => (item as { data?: { tip?: string } }).data?.tip ?? '',
    },
    xAxis: {
      type: 'value' as const,
      min: 0,
      max: full,
      splitNumber: narrow ? 2 : 5,
      axisLabel: { color: colours.soft, formatter: (value: number) => `${Math.round(value * 100)} %` },
      splitLine: { lineStyle: { color: colours.line, opacity: 0.6 } },
    },
    yAxis: {
      type: 'category' as const,
      inverse: true,
      data: rows.map((row) => (narrow ? wrapped(row.name) : row.name)),
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { show: false },
      axisLabel: { color: colours.text, fontSize: 13, lineHeight: 15, margin: 14 },
    },
    series: [
      {
        type: 'custom' as const,
        name: '95 % 区间',
        data: lines,
        z: 2,
        renderItem: (_params: unknown, api: { value(at: number): number; coord(point: [number, number]): [number, number] }) => {
          const at = api.value(0)
          const [x1, y] = api.coord([api.value(1), at])
          const [x2] = api.coord([api.value(2), at])
          const style = { stroke: colours.grey, lineWidth: 2, lineCap: 'round' as const }
          const end = (x: number) => ({ type: 'line' as const, shape: { x1: x, y1: y - 5, x2: x, y2: y + 5 }, style })
          return {
            type: 'group' as const,
            children: [{ type: 'line' as const, shape: { x1, y1: y, x2, y2: y }, style }, end(x1), end(x2)],
          }
        },
        encode: { x: [1, 2], y: 0 },
      },
      {
        type: 'scatter' as const,
        name: '比例',
        z: 3,
        data: shown.map(({ row, at }) => ({
          value: [row.value ?? 0, at],
          tip: tip(row),
          // Few cases are drawn small; a hint is hollow. Shape and size, not colour alone.
          symbolSize: row.whole < FEW ? 8 : 13,
          itemStyle: {
            color: row.soft === true ? colours.sheet : colours.green,
            borderColor: colours.green,
            borderWidth: 2,
            opacity: 1,
          },
        })),
      },
      {
        type: 'scatter' as const,
        name: '次数',
        silent: true,
        symbolSize: 0,
        itemStyle: { opacity: 1 },
        data: rows.map((row, at) => ({
          value: [full, at],
          label: {
            show: true,
            formatter: row.hidden === true ? '不显示' : row.whole === 0 ? '还没有' : `${row.part}/${row.whole}`,
            position: 'right' as const,
            distance: 12,
            color: colours.soft,
            fontSize: 13,
          },
        })),
        ...(mark === undefined
          ? {}
          : {
              markLine: {
                silent: true,
                symbol: 'none',
                data: [{ xAxis: mark.at }],
                lineStyle: { color: colours.amber, type: 'dotted' as const, width: 2 },
                label: { formatter: mark.words, color: colours.amber, fontSize: 12, position: 'start' as const },
              },
            }),
      },
    ],
  }
}
