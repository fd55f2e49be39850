import { expect, it } from 'vitest'

import { csvOf } from './download'

it('writes a csv that opens in Excel with its characters', () => {
  expect(csvOf([['班级', '次数'], ['三年级1班', 3]])).toBe('\uFEFF班级,次数\r\n三年级1班,3\r\n')
})

it('quotes what needs it and keeps formulas as text', () => {
  expect(csvOf([['a,"b"', '=SUM(A1)', '-1', null, -1]])).toBe('\uFEFF"a,""b""",\'=SUM(A1),\'-1,,-1\r\n')
})
