/** Two versions of one note, side by side: which sentences, and which fields, stand in one of them only. */

import type { Visit, VisitBody } from '@/api/model'
import { momentWords } from '@/shared/format/dates'
import { ANSWER_WORDS, answerWords, MODE_WORDS, OUTCOME_WORDS, PRESENT_WORDS } from '@/shared/format/words'
import { codePointLength, type Mark } from '@/shared/text/spans'

const SENTENCE = /[^。！？；\n]+[。！？；\n]*/gu

function sentences(text: string): string[] {
  return text.match(SENTENCE) ?? []
}

/** Marks over the sentences of `text` that `other` lacks. */
export function ownSentences(text: string, other: string): Mark[] {
  const shared = new Set(sentences(other).map((sentence) => sentence.trim()))
  const marks: Mark[] = []
  let at = 0
  for (const sentence of sentences(text)) {
    const end = at + codePointLength(sentence)
    if (sentence.trim() !== '' && !shared.has(sentence.trim())) {
      marks.push({ span: [at, end], kind: 'minor', label: '只有这一份有' })
    }
    at = end
  }
  return marks
}

export interface FieldLine {
  readonly label: string
  readonly stored: string
  readonly mine: string
}

function measureWords(measures: VisitBody['measures']): string {
  return measures.map(({ who, what, when }) => [who, when, what].filter((part) => part !== '').join(' · ')).join('；')
}

/** Absent in what an older page has sent. */
function answersWords(answers: VisitBody['answers'] | undefined): string {
  return (answers ?? []).map(({ code, words }) => `${ANSWER_WORDS[code]}：${answerWords(words)}`).join('；')
}

/** Fields, other than the text, that differ. */
export function differingFields(stored: Visit, mine: VisitBody): FieldLine[] {
  const lines: FieldLine[] = [
    { label: '结果', stored: OUTCOME_WORDS[stored.outcome], mine: OUTCOME_WORDS[mine.outcome] },
    { label: '原因', stored: stored.reason, mine: mine.reason },
    { label: '方式', stored: MODE_WORDS[stored.mode], mine: MODE_WORDS[mine.mode] },
    { label: '时间', stored: momentWords(stored.visited_at), mine: momentWords(mine.visited_at) },
    {
      label: '在场',
      stored: stored.present.map((one) => PRESENT_WORDS[one]).join('、'),
      mine: mine.present.map((one) => PRESENT_WORDS[one]).join('、'),
    },
    { label: '措施', stored: measureWords(stored.measures), mine: measureWords(mine.measures) },
    { label: '记录表', stored: answersWords(stored.answers), mine: answersWords(mine.answers) },
  ]
  return lines.filter((line) => line.stored !== line.mine)
}

/** Both texts in one, the shared sentences once. */
export function joined(stored: string, mine: string): string {
  const known = new Set(sentences(stored).map((sentence) => sentence.trim()))
  const added = sentences(mine).filter((sentence) => !known.has(sentence.trim()))
  return added.length === 0 ? stored : `${stored.trim()}\n${added.join('').trim()}`
}

