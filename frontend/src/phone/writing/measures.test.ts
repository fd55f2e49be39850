import { describe, expect, it } from 'vitest'

import { measureFrom, offersFrom } from './measures'

describe('measureFrom', () => {
  it('finds who and when where the words say so', () => {
    expect(measureFrom('妈妈每晚陪他读书二十分钟，', '王小禾')).toEqual({
      who: '妈妈', what: '妈妈每晚陪他读书二十分钟', when: '每晚',
    })
    expect(measureFrom('老师每周三放学后补一次口算', '王小禾')).toEqual({
      who: '老师', what: '老师每周三放学后补一次口算', when: '每周三',
    })
  })

  it('takes the student by name', () => {
    expect(measureFrom('王小禾睡前把手机交出来', '王小禾')).toEqual({
      who: '王小禾', what: '王小禾睡前把手机交出来', when: '睡前',
    })
  })

  it('leaves empty what it cannot tell', () => {
    expect(measureFrom('。多读课外书；', '王小禾')).toEqual({ who: '', what: '多读课外书', when: '' })
  })
})

describe('offersFrom', () => {
  it('offers each once and nothing that is taken', () => {
    const text = '𠮷妈妈每晚陪读。老师下周来电话。妈妈每晚陪读。'
    const taken = [{ who: '老师', what: '老师下周来电话', when: '下周' }]
    expect(offersFrom(text, [[1, 7], [8, 15], [16, 22]], '', taken)).toEqual([
      { who: '妈妈', what: '妈妈每晚陪读', when: '每晚' },
    ])
  })
})
