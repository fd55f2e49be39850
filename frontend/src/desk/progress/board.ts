/** 还差谁 for leaders: a heat of waiting students, and the term's growth as a line. */
import type { BoardLine, Progress } from '@/api/model'

import type { ChartColours } from '../chartColours'

export type Urgency = 'overdue' | 'soon' | 'never'

export const URGENCIES: readonly { code: Urgency; words: string }[] = [
  { code: 'overdue', words: '已过期' },
  { code: 'soon', words: '七天内' },
  { code: 'never', words: '还没去过' },
]

/** How strong a cell is shaded, 0 to 1, against the largest of its column: columns are not compared. */
export function shade(lines: readonly BoardLine[], line: BoardLine, code: Urgency): number {
  const peak = Math.max(1, ...lines.map((one) => one[code]))
  return line[code] / peak
}

export function boardWords(lines: readonly BoardLine[], unit: string): string {
  const waiting = lines.filter((one) => one.overdue + one.soon + one.never > 0).length
  const sum = (code: Urgency): number => lines.reduce((all, one) => all + one[code], 0)
  if (waiting === 0) return '现在没有等着去的学生。'
  return `${waiting} ${unit}还有学生要去：已过期 ${sum('overdue')} 人，七天内 ${sum('soon')} 人，还没去过 ${sum('never')} 人。`
}

type Growth = Pick<Progress, 'reached' | 'weeks'>

export function growthWords(growth: Growth): string {
  const last = growth.reached.at(-1)
  if (last === undefined) return ''
  const share = last.in_scope > 0 ? Math.round((last.reached / last.in_scope) * 100) : 0
  return `到第 ${last.week} 周，走访到 ${last.reached} 名学生，占在校 ${last.in_scope} 人的 ${share}%。`
}

/** Students reached by the end of each week; the dashed line is everybody. */
export function growthOption(growth: Growth, colours: ChartColours) {
  const reached = new Map(growth.reached.map((one) => [one.week, one]))
  const everybody = growth.reached.at(-1)?.in_scope ?? 0
  return {
    animation: false,
    aria: { enabled: true, label: { description: growthWords(growth) } },
    grid: { left: 48, right: 16, top: 36, bottom: 30 },
    legend: { top: 0, left: 0, textStyle: { color: colours.text }, itemWidth: 22, itemHeight: 8 },
    tooltip: { trigger: 'axis' as const, confine: true },
    xAxis: {
      type: 'category' as const,
      boundaryGap: false,
      data: growth.weeks.map((week) => `${week.number}周`),
      axisLabel: { color: colours.soft },
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value' as const,
      minInterval: 1,
      axisLabel: { color: colours.soft },
      splitLine: { lineStyle: { color: colours.line } },
    },
    series: [
      {
        name: '走访到的学生',
        type: 'line' as const,
        data: growth.weeks.map((week) => reached.get(week.number)?.reached ?? null),
        symbolSize: 6,
        lineStyle: { color: colours.green, width: 2.5 },
        itemStyle: { color: colours.green },
        areaStyle: { color: colours.greenSoft },
      },
      {
        name: '在校学生',
        type: 'line' as const,
        data: growth.weeks.map((week) => reached.get(week.number)?.in_scope ?? everybody),
        symbol: 'none',
        lineStyle: { color: colours.grey, width: 1.5, type: 'dashed' as const },
        itemStyle: { color: colours.grey },
      },
    ],
  }
}
