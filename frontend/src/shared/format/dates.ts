/** Dates as people say them. Moments are shown in the school's time zone, whatever the phone is set to. */

export const SCHOOL_ZONE = 'Asia/Shanghai'

interface Parts {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  weekday: string
}

const formatter = new Intl.DateTimeFormat('zh-CN', {
  timeZone: SCHOOL_ZONE,
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  weekday: 'short',
  hourCycle: 'h23',
})

function partsOf(moment: Date): Parts {
  const found: Record<string, string> = {}
  for (const part of formatter.formatToParts(moment)) found[part.type] = part.value
  return {
    year: Number(found.year),
    month: Number(found.month),
    day: Number(found.day),
    hour: Number(found.hour),
    minute: Number(found.minute),
    weekday: found.weekday ?? '',
  }
}

const two = (value: number): string => String(value).padStart(2, '0')

/** `2026-11-23` in the school's zone. */
export function dayOf(moment: Date): string {
  const { year, month, day } = partsOf(moment)
  return `${year}-${two(month)}-${two(day)}`
}

/** “14:02” */
export function clockTime(moment: Date): string {
  const { hour, minute } = partsOf(moment)
  return `${two(hour)}:${two(minute)}`
}

/** Whole days from today to `date` (`YYYY-MM-DD`); negative when past. */
export function daysUntil(date: string, now: Date = new Date()): number {
  return Math.round((Date.parse(`${date.slice(0, 10)}T00:00Z`) - Date.parse(`${dayOf(now)}T00:00Z`)) / 86_400_000)
}

function dayWords(date: string, now: Date): string {
  const distance = daysUntil(date, now)
  if (distance === 0) return '今天'
  if (distance === -1) return '昨天'
  if (distance === 1) return '明天'
  const [year, month, day] = date.split('-').map(Number)
  const short = `${month ?? 0}月${day ?? 0}日`
  return date.slice(0, 4) === dayOf(now).slice(0, 4) ? short : `${year ?? 0}年${short}`
}

/** A date or a moment as “今天”, “昨天”, “11月3日”, “2025年11月3日”. */
export function dateWords(value: string, now: Date = new Date()): string {
  const date = value.length === 10 ? value : dayOf(new Date(value))
  return dayWords(date, now)
}

/** A moment as “昨天 14:02”. */
export function momentWords(value: string, now: Date = new Date()): string {
  const moment = new Date(value)
  return `${dayWords(dayOf(moment), now)} ${clockTime(moment)}`
}

/** “还有 3 天”, “今天到期”, “已过 2 天”. */
export function daysLeftWords(days: number): string {
  if (days === 0) return '今天到期'
  return days > 0 ? `还有 ${days} 天` : `已过 ${-days} 天`
}

/** For `<input type="datetime-local">`: the school's wall clock, `2026-11-23T14:02`. */
export function toLocalInput(moment: Date): string {
  return `${dayOf(moment)}T${clockTime(moment)}`
}

/** Back from the input to a moment with the school's offset (China keeps one all year). */
export function fromLocalInput(value: string): string {
  return `${value.length === 16 ? `${value}:00` : value}+08:00`
}
