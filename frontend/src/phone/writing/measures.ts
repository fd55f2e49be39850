/** Lines of 谁 / 做什么 / 何时, offered from the words that the check takes for agreed measures. */

import type { Measure, Span } from '@/api/model'
import { sliceSpan } from '@/shared/text/spans'

const WHO = /(爸爸妈妈|爸爸|妈妈|父亲|母亲|父母|家长|爷爷|奶奶|外公|外婆|姥姥|姥爷|姑姑|叔叔|班主任|老师|学校|孩子|学生)/
const WHEN =
  /(每天[早中晚]?上?|每晚|每[周星期]+[一二三四五六日天末]?|每个?月|今后|从[今明]天起|下周[一二三四五六日末]?|下个?月|本周[内末]?|本学期|[一二两三四五六七八九十\d]+[天周]内|周末|放学后|睡前|期[中末]前)/
const LONGEST = 80

/** Reads one phrase; what cannot be told stays empty for the teacher to fill in. */
export function measureFrom(phrase: string, studentName: string): Measure {
  const what = phrase
    .replace(/\s+/g, '')
    .replace(/^[，。；、,.;：:（(]+|[，。；、,.;（(]+$/g, '')
    .slice(0, LONGEST)
  const named = studentName !== '' && what.includes(studentName) ? studentName : ''
  const role = WHO.exec(what)
  const roleFirst = role !== null && (named === '' || role.index < what.indexOf(named))
  return { who: roleFirst ? (role[1] ?? '') : named, what, when: WHEN.exec(what)?.[1] ?? '' }
}

/** Offers for the spans of a checked text, without those that the teacher has taken over already. */
export function offersFrom(
  text: string,
  spans: readonly Span[],
  studentName: string,
  taken: readonly Measure[],
): Measure[] {
  const seen = new Set(taken.map(({ what }) => what.trim()))
  const offers: Measure[] = []
  for (const span of spans) {
    const offer = measureFrom(sliceSpan(text, span), studentName)
    if (offer.what.length < 2 || seen.has(offer.what)) continue
    seen.add(offer.what)
    offers.push(offer)
  }
  return offers
}
