/** The marks of a stored note's findings and flags. */

import type { Finding } from '@/api/model'
import type { Mark } from '@/shared/text/spans'

export function marksOf(findings: readonly Finding[]): Mark[] {
  return findings.flatMap((finding) =>
    finding.spans.map((span) => ({ span, kind: finding.severity, label: finding.title, key: finding.code })),
  )
}

const RANK = { critical: 0, major: 1, minor: 2, hint: 3 } as const

/** Most serious first; the order of the note among equals. */
export function ranked(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity])
}
