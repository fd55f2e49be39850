/** Coverage is counted, not sampled: who is reached, who is still missing. No limits, no rank. */
import type { BenchmarkPoint, School } from '@/api/model'

export interface Coverage {
  reached: number
  in_scope: number
}

/** `31/60 还差 29 人`; `60/60 都已走访`; nobody in scope: `还没有名册`. */
export function coverageText(coverage: Coverage | null): string {
  if (coverage === null) return '还没有数据'
  if (coverage.in_scope === 0) return '还没有名册'
  const left = coverage.in_scope - coverage.reached
  return left > 0
    ? `${coverage.reached}/${coverage.in_scope} 还差 ${left} 人`
    : `${coverage.reached}/${coverage.in_scope} 都已走访`
}

/** 0 to 100, for a bar. */
export function coverageShare(coverage: Coverage | null): number {
  if (coverage === null || coverage.in_scope === 0) return 0
  return Math.min(100, (coverage.reached / coverage.in_scope) * 100)
}

export function pointCoverage(point: BenchmarkPoint): Coverage | null {
  if (point.suppressed || point.numerator === null || point.denominator === null) return null
  return { reached: point.numerator, in_scope: point.denominator }
}

/** By name, as a register is: an order by figures would be a ranking. */
export function byName<T extends { name: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'))
}

/** Schools whose name or address holds the words, in any order of the words. */
export function searchSchools(schools: readonly School[], search: string): School[] {
  const words = search.trim().toLowerCase().split(/\s+/).filter((word) => word !== '')
  return schools.filter((school) => {
    const text = `${school.name} ${school.slug}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** `2026-1` as `2026-2027学年第一学期`; what is no term's key stays as it is. */
export function periodWords(period: string): string {
  const [, year, term] = /^(\d{4})-([12])$/.exec(period) ?? []
  if (year === undefined) return period
  return `${year}-${Number(year) + 1}学年第${term === '1' ? '一' : '二'}学期`
}
