import { expect, it } from 'vitest'

import { ruleGroups } from './ruleGroups'

const rule = (kind: string, sentence: string) => ({ kind, sentence, source: '第二条' })

it('groups rules by kind, requirements first, in the order of the text', () => {
  const groups = ruleGroups([rule('conduct', '甲'), rule('quota', '乙'), rule('future', '丙'), rule('quota', '丁')])
  expect(groups.map((group) => [group.words, group.rules.map((item) => item.sentence)])).toEqual([
    ['走访要求', ['乙', '丁']],
    ['家访须知', ['甲']],
    ['其他', ['丙']],
  ])
})
