/** What a tried 制度 says, as sentences, tables and ECharts' options. All of it follows from the answer alone. */
import type { TriedTeacher, WhatIf } from '@/api/model'

import type { ChartColours } from '../../chartColours'

export const MADE = '已经去过'
export const MORE = '还要多去'
export const OUTSIDE = '学期前后'

export const STATE_WORDS: Readonly<Record<TriedTeacher['state'], string>> = {
  met: '全部做到',
  missed: '没做到',
  open: '还没到期',
}

type Answer = Pick<WhatIf, 'teachers' | 'weeks' | 'cells' | 'term'>

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}

/** The whole answer in two sentences, for those who decide and for those who do not see the pictures. */
export function whatIfWords(answer: Answer): string {
  const { teachers, term } = answer
  if (teachers.length === 0) return `${term.name}里，这份制度没有对到任何老师。`
  const count = (state: TriedTeacher['state']): number => teachers.filter((one) => one.state === state).length
  const parts = [
    `${count('met')} 位全部做到`,
    ...(count('missed') > 0 ? [`${count('missed')} 位有没做到的`] : []),
    ...(count('open') > 0 ? [`${count('open')} 位还有没到期的`] : []),
  ]
  const inside = sum(teachers.map((one) => one.more))
  const outside = sum(teachers.map((one) => one.outside))
  const more =
    inside + outside === 0
      ? '不用再多去一次。'
      : `要全做到，还要多去约 ${inside + outside} 次${outside > 0 ? `（其中 ${outside} 次在学期前后）` : ''}。`
  return `${teachers.length} 位老师里，${parts.join('，')}。${more}`
}

/** Those still lacking, or all; by name, never ranked. */
export function shownTeachers(teachers: readonly TriedTeacher[], lackingOnly: boolean): TriedTeacher[] {
  return teachers.filter((one) => !lackingOnly || one.more + one.outside > 0 || one.state === 'missed')
}

export function weekTotals(answer: Answer): { week: string; visits: number; more: number }[] {
  return answer.weeks.map((week) => {
    const cells = answer.cells.filter((cell) => cell.week === week.number)
    return {
      week: `${week.number}`,
      visits: sum(cells.map((cell) => cell.visits)),
      more: sum(cells.map((cell) => cell.more)),
    }
  })
}

const axis = (colours: ChartColours) => ({
  axisLine: { lineStyle: { color: colours.line } },
  axisTick: { show: false },
})

function stacked(name: string, data: number[], colour: string, colours: ChartColours, labelled: boolean) {
  return {
    name,
    type: 'bar' as const,
    stack: 'visits',
    data,
    barMaxWidth: 18,
    itemStyle: { color: colour, borderColor: colours.sheet, borderWidth: 0.5 },
    label: {
      show: labelled,
      color: '#ffffff',
      fontSize: 12,
      formatter: (item: { value?: unknown }) => (Number(item.value) > 2 ? String(item.value) : ''),
    },
  }
}

/** Visits of the whole school, week by week: made, and lacking on top. */
export function weekOption(answer: Answer, colours: ChartColours) {
  const totals = weekTotals(answer)
  return {
    animation: false,
    grid: { left: 40, right: 12, top: 36, bottom: 30 },
    legend: { top: 0, left: 0, textStyle: { color: colours.text }, itemWidth: 14, itemHeight: 10 },
    tooltip: { trigger: 'axis' as const, confine: true },
    xAxis: {
      type: 'category' as const,
      data: totals.map((one) => one.week),
      axisLabel: { color: colours.soft, formatter: (week: string) => `${week}周` },
      ...axis(colours),
    },
    yAxis: {
      type: 'value' as const,
      minInterval: 1,
      axisLabel: { color: colours.soft },
      splitLine: { lineStyle: { color: colours.line } },
    },
    series: [
      stacked(MADE, totals.map((one) => one.visits), colours.green, colours, false),
      stacked(MORE, totals.map((one) => one.more), colours.amber, colours, false),
    ],
  }
}

/** rem */
export function barHeight(teachers: readonly TriedTeacher[]): number {
  return teachers.length * 1.75 + 5
}

export function teacherOption(teachers: readonly TriedTeacher[], colours: ChartColours) {
  return {
    animation: false,
    grid: { left: 76, right: 16, top: 36, bottom: 28 },
    legend: { top: 0, left: 0, textStyle: { color: colours.text }, itemWidth: 14, itemHeight: 10 },
    tooltip: { trigger: 'axis' as const, axisPointer: { type: 'shadow' as const }, confine: true },
    xAxis: {
      type: 'value' as const,
      minInterval: 1,
      axisLabel: { color: colours.soft },
      splitLine: { lineStyle: { color: colours.line } },
    },
    yAxis: {
      type: 'category' as const,
      inverse: true,
      data: teachers.map((one) => one.name),
      axisLabel: { color: colours.text, fontSize: 13, interval: 0, width: 64, overflow: 'truncate' as const },
      ...axis(colours),
    },
    series: [
      stacked(MADE, teachers.map((one) => one.visits), colours.green, colours, true),
      stacked(MORE, teachers.map((one) => one.more), colours.amber, colours, true),
      ...(teachers.some((one) => one.outside > 0)
        ? [stacked(OUTSIDE, teachers.map((one) => one.outside), colours.grey, colours, true)]
        : []),
    ],
  }
}

/** The weeks from the first one in which a visit is lacking; none where nothing is. */
export function busyWeeks(answer: Answer): Answer['weeks'] {
  const lacking = new Set(answer.cells.filter((cell) => cell.more > 0).map((cell) => cell.week))
  const first = answer.weeks.findIndex((week) => lacking.has(week.number))
  return first === -1 ? [] : answer.weeks.slice(first)
}

/** Teachers by weeks: how many visits are lacking; what was made is in the tip. */
export function loadOption(answer: Answer, teachers: readonly TriedTeacher[], colours: ChartColours) {
  const row = new Map(teachers.map((one, place) => [one.id, place]))
  const weeks = busyWeeks(answer)
  const column = new Map(weeks.map((week, place) => [week.number, place]))
  const cells = answer.cells.flatMap((cell) => {
    const [x, y] = [column.get(cell.week), row.get(cell.teacher)]
    return x === undefined || y === undefined || cell.more === 0 ? [] : [{ ...cell, x, y }]
  })
  // One visit in a week is no heavy week, even where nobody has more.
  const peak = Math.max(3, ...cells.map((cell) => cell.more))
  return {
    animation: false,
    grid: { left: 76, right: 12, top: 30, bottom: 48 },
    tooltip: {
      confine: true,
      formatter: (item: unknown) => (item as { data?: { tip?: string } }).data?.tip ?? '',
    },
    xAxis: {
      type: 'category' as const,
      position: 'top' as const,
      data: weeks.map((week) => `${week.number}`),
      axisLabel: { color: colours.soft, interval: 0, formatter: (week: string) => `${week}周` },
      splitArea: { show: false },
      ...axis(colours),
    },
    yAxis: {
      type: 'category' as const,
      inverse: true,
      data: teachers.map((one) => one.name),
      axisLabel: { color: colours.text, fontSize: 13, interval: 0, width: 64, overflow: 'truncate' as const },
      splitArea: { show: false },
      ...axis(colours),
    },
    visualMap: {
      type: 'continuous' as const,
      min: 0,
      max: peak,
      orient: 'horizontal' as const,
      left: 76,
      bottom: 0,
      itemWidth: 12,
      itemHeight: 120,
      text: [`多去 ${peak} 次`, '不用'],
      textStyle: { color: colours.soft },
      inRange: { color: [colours.sunken, '#f0dfc0', '#d3a965', colours.amber] },
    },
    series: [
      {
        type: 'heatmap' as const,
        data: cells.map((cell) => ({
          value: [cell.x, cell.y, cell.more] as [number, number, number],
          tip: `${teachers[cell.y]?.name ?? ''} 第 ${cell.week} 周：已去 ${cell.visits} 次，还要多去 ${cell.more} 次`,
          label: { color: cell.more > peak * 0.75 ? '#ffffff' : colours.text },
        })),
        label: {
          show: true,
          formatter: (item: { value?: unknown }) => (Array.isArray(item.value) ? String(item.value[2]) : ''),
        },
        itemStyle: { borderColor: colours.sheet, borderWidth: 2 },
      },
    ],
  }
}
