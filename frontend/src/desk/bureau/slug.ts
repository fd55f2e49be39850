/**
 * An address suggested from a school's name: the first letters of the syllables
 * (赤水镇中心小学 → cszzxxx). The browser's own Chinese collation knows the order
 * of syllables, so no dictionary travels; readings may be wrong for rare
 * characters, and the clerk may change the suggestion.
 */
const FIRSTS = '阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀'
const LETTERS = 'abcdefghjklmnopqrstwxyz'
const COLLATOR = new Intl.Collator('zh-CN')

function initial(character: string): string {
  if (/[a-z0-9]/i.test(character)) return character.toLowerCase()
  if (!/\p{Script=Han}/u.test(character)) return ''
  let found = ''
  Array.from(FIRSTS).forEach((first, index) => {
    if (COLLATOR.compare(first, character) <= 0) found = LETTERS[index] ?? ''
  })
  return found
}

/** As a part of a host name must be; the server holds to the same. */
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/

export function suggestSlug(name: string): string {
  return Array.from(name.normalize('NFKC')).map(initial).join('').slice(0, 30)
}

/** Why an address cannot be used, or null. */
export function slugProblem(slug: string): string | null {
  if (SLUG.test(slug)) return null
  return '只能用小写字母、数字和短横线，最多 40 个，不以短横线开头或结尾。'
}

/** The digits of a phone number however it was written. */
export function phoneDigits(phone: string): string {
  return phone.normalize('NFKC').replace(/[\s\-()]/g, '').replace(/^(\+86|0086)/, '')
}

/** Why a phone number cannot be used, or null; the server decides finally. */
export function phoneProblem(phone: string): string | null {
  return /^1[3-9]\d{9}$/.test(phoneDigits(phone)) ? null : '请填 11 位手机号。'
}
