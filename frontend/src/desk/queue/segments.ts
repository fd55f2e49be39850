/**
 * Cuts texts into plain and marked pieces. Offsets count characters (code
 * points), as the server does; JavaScript's strings count UTF-16 units, so rare
 * characters of names (𠮷) would shift every mark behind them.
 */
import type { CopyPair, Span } from '@/api/model'

export interface Segment {
  text: string
  /** Number of the pair this piece belongs to, from 1; null for plain text. */
  pair: number | null
}

/** Colours repeat after this many pairs; the number beside the mark never does. */
export const PAIR_COLOURS = 6

/** Colour slot 1…6 of a pair. */
export function colourOf(pair: number): number {
  return ((pair - 1) % PAIR_COLOURS) + 1
}

interface Range {
  start: number
  end: number
  pair: number
}

function cut(text: string, ranges: readonly Range[]): Segment[] {
  const letters = Array.from(text)
  const segments: Segment[] = []
  let at = 0
  const sorted = [...ranges].sort((a, b) => a.start - b.start || a.end - b.end)
  for (const range of sorted) {
    const start = Math.max(range.start, at)
    const end = Math.min(range.end, letters.length)
    if (end <= start) continue
    if (start > at) segments.push({ text: letters.slice(at, start).join(''), pair: null })
    segments.push({ text: letters.slice(start, end).join(''), pair: range.pair })
    at = end
  }
  if (at < letters.length) segments.push({ text: letters.slice(at).join(''), pair: null })
  return segments
}

export interface JoinedTexts {
  here: Segment[]
  there: Segment[]
  /** How many pairs there are. */
  count: number
}

/** Both texts of a copy; pairs are numbered in the order of this note's sentences. */
export function joinTexts(here: string, there: string, pairs: readonly CopyPair[]): JoinedTexts {
  const ordered = [...pairs].sort((a, b) => a.here[0] - b.here[0] || a.there[0] - b.there[0])
  const side = (of: (pair: CopyPair) => Span): Range[] =>
    ordered.map((pair, index) => ({ start: of(pair)[0], end: of(pair)[1], pair: index + 1 }))
  return {
    here: cut(here, side((pair) => pair.here)),
    there: cut(there, side((pair) => pair.there)),
    count: ordered.length,
  }
}

/** Share of this note's characters that stand in the other one, 0 to 1. */
export function sharedShare(joined: JoinedTexts): number {
  const length = (segment: Segment): number => Array.from(segment.text).length
  const all = joined.here.reduce((sum, segment) => sum + length(segment), 0)
  const marked = joined.here.filter((segment) => segment.pair !== null)
  return all === 0 ? 0 : marked.reduce((sum, segment) => sum + length(segment), 0) / all
}
