/**
 * A rate over schools as a funnel: a point a school, and around the common rate
 * the limits inside which a difference may be chance alone. Limits come from the
 * server; nothing is computed here twice.
 */
import type { BenchmarkLimit, BenchmarkMeasure, BenchmarkPoint } from '@/api/model'
import type { ChartColours } from '../chartColours'
import { percentText } from '../words'

export type Band = BenchmarkPoint['band']

export const BAND_WORDS: Record<Exclude<Band, null>, string> = {
  inside: '在偶然范围内',
  watch: '值得留意',
  ask: '可以问问原因',
}

export const HIDDEN_WORDS = '人数太少，不显示'
export const LIMIT_WORDS = '95 % 范围内的差别可能只是偶然'

/** A point that can be drawn: shown, with a denominator and a value. */
export type ShownPoint = BenchmarkPoint & { denominator: number; numerator: number; value: number }

export function isShown(point: BenchmarkPoint): point is ShownPoint {
  return !point.suppressed && point.denominator !== null && point.numerator !== null && point.value !== null
}

/** `36 份中 27 份，75.0 %；在偶然范围内`. */
export function pointText(point: BenchmarkPoint): string {
  if (!isShown(point)) return HIDDEN_WORDS
  const band = point.band ? `；${BAND_WORDS[point.band]}` : ''
  return `${point.denominator} 份中 ${point.numerator} 份，${percentText(point.value)}${band}`
}

const SYMBOLS: Record<Exclude<Band, null>, string> = { inside: 'circle', watch: 'diamond', ask: 'triangle' }

/** Grey for all that chance explains; red stays for what is overdue. */
function bandColour(band: Exclude<Band, null>, colours: ChartColours): string {
  if (band === 'inside') return colours.grey
  return band === 'watch' ? colours.amber : colours.violet
}

type Pair = [n: number, value: number]

function limitLine(name: string, data: Pair[], colour: string, dashed: boolean) {
  return {
    type: 'line' as const,
    name,
    data,
    showSymbol: false,
    silent: true,
    smooth: false,
    lineStyle: { color: colour, width: dashed ? 1 : 1.5, type: dashed ? ('dashed' as const) : ('solid' as const) },
    z: 1,
  }
}

/** The words of the limits, below the funnel's open end where no line runs through them. */
function limitLabel(limits: readonly BenchmarkLimit[], colours: ChartColours) {
  const last = limits[limits.length - 1]
  return {
    type: 'scatter' as const,
    name: LIMIT_WORDS,
    data: last === undefined ? [] : [[last.n, last.lower998] as Pair],
    symbolSize: 0,
    silent: true,
    z: 2,
    itemStyle: { opacity: 1 },
    label: {
      show: true,
      formatter: `绿线：${LIMIT_WORDS}`,
      position: 'bottom' as const,
      align: 'right' as const,
      distance: 18,
      color: colours.green,
      fontSize: 13,
      backgroundColor: colours.sheet,
      padding: 2,
    },
  }
}

/** A point needs no bar from nought, so the picture begins below what it shows: tens of percent. */
function floorOf(measure: BenchmarkMeasure, shown: readonly ShownPoint[]): number {
  const lows = [...shown.map((point) => point.value), ...measure.limits.map((limit) => limit.lower95)]
  return Math.max(0, Math.floor(Math.min(1, ...lows) * 10 - 0.5) / 10)
}

function extent(measure: BenchmarkMeasure, shown: readonly ShownPoint[]): number {
  const widest = Math.max(0, ...shown.map((point) => point.denominator), ...measure.limits.map((limit) => limit.n))
  const grain = widest > 200 ? 50 : widest > 50 ? 10 : 5
  return Math.max(grain, Math.ceil((widest * 1.04) / grain) * grain)
}

/**
 * ECharts' option for a rate. Bands are told apart by shape and colour. `chosen`
 * are the schools picked for a side-by-side. Where there are many, only they and
 * those outside the limits carry their name; the others show it when pointed at.
 * Without room (a small screen) the limits are explained below the picture only.
 */
export function funnelOption(
  measure: BenchmarkMeasure,
  chosen: readonly string[],
  colours: ChartColours,
  roomy = true,
) {
  const shown = measure.points.filter(isShown)
  const limits = [...measure.limits].sort((a, b) => a.n - b.n)
  const overall = measure.overall
  const floor = floorOf(measure, shown)
  const line = (pick: (limit: (typeof limits)[number]) => number): Pair[] =>
    limits.map((limit) => [limit.n, Math.max(floor, pick(limit))])
  const bandSeries = (['inside', 'watch', 'ask'] as const).map((band) => ({
    type: 'scatter' as const,
    name: BAND_WORDS[band],
    symbol: SYMBOLS[band],
    symbolSize: band === 'inside' ? 12 : 15,
    z: 3,
    itemStyle: { color: bandColour(band, colours), borderColor: colours.sheet, borderWidth: 1.5, opacity: 1 },
    data: shown
      .filter((point) => (point.band ?? 'inside') === band)
      .map((point) => ({
        value: [point.denominator, point.value] as Pair,
        id: point.school.id,
        name: point.school.name,
        tip: `${point.school.name}<br>${pointText(point)}`,
        itemStyle: chosen.includes(point.school.id) ? { borderColor: colours.text, borderWidth: 3 } : undefined,
        label: {
          show: shown.length <= 8 || point.band !== 'inside' || chosen.includes(point.school.id),
          formatter: point.school.name,
          position: 'right' as const,
          color: colours.text,
          fontSize: 13,
          textBorderColor: colours.sheet,
          textBorderWidth: 3,
        },
      })),
    labelLayout: { hideOverlap: true, moveOverlap: 'shiftY' as const },
  }))
  return {
    animation: false,
    grid: { left: 52, right: 28, top: 20, bottom: 48 },
    tooltip: {
      trigger: 'item' as const,
      confine: true,
      formatter: (item: unknown) => (item as { data?: { tip?: string } }).data?.tip ?? '',
    },
    xAxis: {
      type: 'value' as const,
      name: '看过的记录份数',
      nameLocation: 'middle' as const,
      nameGap: 28,
      min: 0,
      max: extent(measure, shown),
      nameTextStyle: { color: colours.soft, fontSize: 13 },
      axisLabel: { color: colours.soft },
      axisLine: { lineStyle: { color: colours.line } },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value' as const,
      min: floor,
      max: 1,
      axisLabel: { color: colours.soft, formatter: (value: number) => `${Math.round(value * 100)} %` },
      splitLine: { lineStyle: { color: colours.line, opacity: 0.6 } },
    },
    series: [
      limitLine('99.8 % 下限', line((limit) => limit.lower998), colours.soft, true),
      limitLine('99.8 % 上限', line((limit) => limit.upper998), colours.soft, true),
      limitLine('95 % 下限', line((limit) => limit.lower95), colours.green, false),
      limitLine('95 % 上限', line((limit) => limit.upper95), colours.green, false),
      ...(roomy ? [limitLabel(limits, colours)] : []),
      ...(overall === null
        ? []
        : [limitLine('全区', [[0, overall], [extent(measure, shown), overall]], colours.text, true)]),
      ...bandSeries,
    ],
  }
}

/** What the picture says in one sentence; names no school and ranks none. */
export function funnelSummary(measure: BenchmarkMeasure): string {
  const shown = measure.points.filter(isShown)
  const count = (band: Band): number => shown.filter((point) => point.band === band).length
  const hidden = measure.points.length - shown.length
  const overall = measure.overall
  const parts = [
    `共 ${measure.points.length} 所学校`,
    overall === null ? '' : `合起来 ${percentText(overall)}`,
    `${count('inside')} 所在偶然范围内`,
    `${count('watch')} 所值得留意`,
    `${count('ask')} 所可以问问原因`,
    hidden > 0 ? `${hidden} 所${HIDDEN_WORDS}` : '',
  ]
  return `${parts.filter((item) => item !== '').join('，')}。`
}
