/** Equal sentences of two notes as marks that carry the same number and colour on both sides. */
import type { CopyPair, Span } from '@/api/model'
import { codePointLength, type Mark } from '@/shared/text/spans'

/** Colours repeat after this many pairs; the number beside the words never does. */
export const PAIR_COLOURS = 6

export interface JoinedMarks {
  here: Mark[]
  there: Mark[]
}

function markOf(span: Span, position: number): Mark {
  const number = String(position + 1)
  return {
    span,
    kind: `pair-${position % PAIR_COLOURS}`,
    label: `相同处 ${number}`,
    key: number,
    badge: number,
  }
}

/** Pairs are numbered in the order of this note's sentences. */
export function joinPairs(pairs: readonly CopyPair[]): JoinedMarks {
  const ordered = [...pairs].sort((a, b) => a.here[0] - b.here[0] || a.there[0] - b.there[0])
  return {
    here: ordered.map((pair, position) => markOf(pair.here, position)),
    there: ordered.map((pair, position) => markOf(pair.there, position)),
  }
}

/** Share of the text's characters under any mark, 0 to 1; overlapping marks count once. */
export function markedShare(text: string, marks: readonly Mark[]): number {
  const length = codePointLength(text)
  if (length === 0) return 0
  let covered = 0
  let reached = 0
  for (const { span } of [...marks].sort((a, b) => a.span[0] - b.span[0])) {
    const start = Math.max(span[0], reached)
    const end = Math.min(span[1], length)
    if (end > start) {
      covered += end - start
      reached = end
    }
  }
  return covered / length
}
