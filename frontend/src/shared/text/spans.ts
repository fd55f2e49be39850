/**
 * Spans come from Python, counted in code points; JavaScript strings count UTF-16 units. A rare character (𠮷) or an
 * emoji is one there and two here, so every span is converted before it touches a string.
 */

import type { Span } from '@/api/model'

export interface Mark {
  /** code points, end exclusive */
  readonly span: Span
  /** names the look: a class `mark--{kind}` */
  readonly kind: string
  /** read aloud and shown on hover, e.g. “家庭情况” */
  readonly label: string
  /** what a click on it means to the caller; marks of one pair share a key */
  readonly key?: string
  /** a short sign before the first character (the number of a pair) */
  readonly badge?: string
}

export interface Segment {
  readonly text: string
  /** marks that cover this piece, in the order given */
  readonly marks: readonly Mark[]
  /** marks that begin, and that end, with this piece */
  readonly opens: readonly Mark[]
  readonly closes: readonly Mark[]
}

/** Function from a code-point offset to the UTF-16 offset in `text`; clamps what lies outside. */
function codePointIndex(text: string): (offset: number) => number {
  // Most notes hold no astral character: then both counts are equal.
  if (!/[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(text)) {
    return (offset) => Math.min(Math.max(offset, 0), text.length)
  }
  const starts: number[] = []
  let at = 0
  for (const character of text) {
    starts.push(at)
    at += character.length
  }
  return (offset) => (offset <= 0 ? 0 : (starts[offset] ?? text.length))
}

/** Length in code points, as the server counts. */
export function codePointLength(text: string): number {
  let count = 0
  for (const character of text) count += character.length > 0 ? 1 : 0
  return count
}

/** Function from a span to the words under it; the text is looked through once. */
export function slicerOf(text: string): (span: Span) => string {
  const index = codePointIndex(text)
  return (span) => text.slice(index(span[0]), index(span[1]))
}

/** The words under one span. */
export function sliceSpan(text: string, span: Span): string {
  return slicerOf(text)(span)
}

/** Cuts `text` at every border of a mark. Joined together, the pieces are the text again; overlaps are kept. */
export function segmentsOf(text: string, marks: readonly Mark[]): Segment[] {
  const index = codePointIndex(text)
  const placed = marks
    .map((mark, order) => ({ mark, order, start: index(mark.span[0]), end: index(mark.span[1]) }))
    .filter(({ start, end }) => start < end)
  const borders = new Set([0, text.length])
  const opening = new Map<number, typeof placed>()
  for (const one of placed) {
    borders.add(one.start)
    borders.add(one.end)
    opening.set(one.start, [...(opening.get(one.start) ?? []), one])
  }
  const cuts = [...borders].sort((a, b) => a - b)
  const segments: Segment[] = []
  // From left to right with the marks that are open: a long 制度 has thousands of them.
  let covering: typeof placed = []
  cuts.slice(0, -1).forEach((start, position) => {
    const end = cuts[position + 1] ?? text.length
    covering = [...covering.filter((one) => one.end > start), ...(opening.get(start) ?? [])].sort((a, b) => a.order - b.order)
    segments.push({
      text: text.slice(start, end),
      marks: covering.map(({ mark }) => mark),
      opens: covering.filter((one) => one.start === start).map(({ mark }) => mark),
      closes: covering.filter((one) => one.end === end).map(({ mark }) => mark),
    })
  })
  return segments
}
