import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import type { RawRule } from '@/api/model'

import RuleForm from './RuleForm.vue'

const WORDS = { roles: [], groups: [], modes: [], items: [], events: [], tones: [], steps: [] }
const RULE: RawRule = { kind: 'archive', what: '家访记录表', source: '记录表每学期上交' }

let form: VueWrapper | null = null

beforeEach(() => {
  const answer = (body: unknown): Response => new Response(JSON.stringify(body), { status: 200, headers: { 'Content-Type': 'application/json' } })
  vi.stubGlobal('fetch', (url: string) => Promise.resolve(answer(url.includes('words') ? WORDS : { sentence: '' })))
})
afterEach(() => {
  form?.unmount()
  vi.unstubAllGlobals()
})

async function open(rule: RawRule | null): Promise<VueWrapper> {
  form = mount(RuleForm, {
    props: { open: true, rule, source: '', saving: false },
    attachTo: document.body,
    global: { plugins: [[VueQueryPlugin, { queryClient: new QueryClient() }]] },
  })
  await flushPromises()
  return form
}

async function again(of: VueWrapper): Promise<void> {
  await of.setProps({ open: false })
  await of.setProps({ open: true })
  await flushPromises()
}

const source = (of: VueWrapper): string => of.get<HTMLTextAreaElement>('#rule-source').element.value
const press = (of: VueWrapper, words: string): Promise<void> =>
  of.findAll('button').find((button) => button.text() === words)!.trigger('click')

it('keeps what was written when the form is left by a slip, and offers to begin anew', async () => {
  const of = await open(RULE)
  await of.get('#rule-source').setValue('写了一半的话')
  await press(of, '关闭')
  expect(of.emitted('close')).toHaveLength(1)
  await again(of)
  expect(source(of)).toBe('写了一半的话')
  expect(of.get('.form__resumed').text()).toContain('接着上次没保存的往下填。')
  await press(of, '重新填')
  expect(source(of)).toBe('记录表每学期上交')
  expect(of.find('.form__resumed').exists()).toBe(false)
})

it('forgets what was written where the teacher says so, and never shows it for another rule', async () => {
  const of = await open(RULE)
  await of.get('#rule-source').setValue('写了一半的话')
  await press(of, '不改了')
  await again(of)
  expect(source(of)).toBe('记录表每学期上交')
  await of.get('#rule-source').setValue('又写了一半')
  await press(of, '关闭')
  await of.setProps({ open: false, rule: null })
  await of.setProps({ open: true })
  await flushPromises()
  expect(source(of)).toBe('')
})

it('says nothing of an earlier try where nothing was written', async () => {
  const of = await open(RULE)
  await press(of, '关闭')
  await again(of)
  expect(of.find('.form__resumed').exists()).toBe(false)
})
