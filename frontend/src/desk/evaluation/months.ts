/** How decisions on one finding went from month to month, as stacked bars with their numbers. */
import type { FindingFigures } from '@/api/model'

import type { ChartColours } from '../chartColours'

export type MonthCount = FindingFigures['months'][number]

/** `2026-11` as `2026年11月`, short as `11月`. */
export function monthWords(month: string, short = false): string {
  const [year, number] = month.split('-').map(Number)
  return short ? `${number ?? 0}月` : `${year ?? 0}年${number ?? 0}月`
}

/** All months from the first to the last with a decision, the quiet ones too, at most the last twelve. */
export function withQuietMonths(months: readonly MonthCount[]): MonthCount[] {
  const first = months[0]
  const last = months[months.length - 1]
  if (first === undefined || last === undefined) return []
  const known = new Map(months.map((item) => [item.month, item]))
  const all: MonthCount[] = []
  let [year = 0, month = 1] = first.month.split('-').map(Number)
  for (;;) {
    const key = `${year}-${String(month).padStart(2, '0')}`
    all.push(known.get(key) ?? { month: key, right: 0, wrong: 0 })
    if (key >= last.month) return all.slice(-12)
    month += 1
    if (month > 12) [year, month] = [year + 1, 1]
  }
}

/** Sums over all findings, month by month. */
export function togetherByMonth(findings: readonly Pick<FindingFigures, 'months'>[]): MonthCount[] {
  const sums = new Map<string, MonthCount>()
  for (const { month, right, wrong } of findings.flatMap((finding) => finding.months)) {
    const sum = sums.get(month) ?? { month, right: 0, wrong: 0 }
    sums.set(month, { month, right: sum.right + right, wrong: sum.wrong + wrong })
  }
  return [...sums.values()].sort((a, b) => a.month.localeCompare(b.month))
}

export const RIGHT_WORDS = '确实要补'
export const WRONG_WORDS = '不是问题'

export function monthOption(months: readonly MonthCount[], colours: ChartColours) {
  const peak = Math.max(1, ...months.map((item) => item.right + item.wrong))
  const bar = (name: string, pick: (item: MonthCount) => number, colour: string, ink: string, striped: boolean) => ({
    type: 'bar' as const,
    name,
    stack: 'decisions',
    barMaxWidth: 44,
    data: months.map((item) => pick(item)),
    itemStyle: {
      color: colour,
      borderColor: colours.green,
      borderWidth: 1,
      ...(striped ? { borderType: 'dashed' as const } : {}),
    },
    // A bar too low for its number leaves it to the table and to the pointer.
    label: {
      show: true,
      color: ink,
      fontSize: 13,
      formatter: ({ value }: { value: number }) => (value > peak * 0.09 ? String(value) : ''),
    },
  })
  return {
    animation: false,
    grid: { left: 34, right: 12, top: 34, bottom: 28 },
    legend: { top: 0, left: 0, itemWidth: 16, itemHeight: 12, textStyle: { color: colours.text, fontSize: 13 } },
    tooltip: { trigger: 'axis' as const, confine: true, axisPointer: { type: 'shadow' as const } },
    xAxis: {
      type: 'category' as const,
      data: months.map((item) => monthWords(item.month, true)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.text },
    },
    yAxis: {
      type: 'value' as const,
      minInterval: 1,
      axisLabel: { color: colours.soft },
      splitLine: { lineStyle: { color: colours.line, opacity: 0.6 } },
    },
    series: [
      bar(RIGHT_WORDS, (item) => item.right, colours.green, '#ffffff', false),
      bar(WRONG_WORDS, (item) => item.wrong, colours.greenSoft, colours.text, true),
    ],
  }
}
