import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import type { Flag, FlagDetail } from '@/api/model'

import CopyColumns from './CopyColumns.vue'
import QueuePage from './QueuePage.vue'

function flag(id: number): Flag {
  return {
    id, visit: `v${id}`, student: { id: `s${id}`, name: `学生${id}`, class: { id: 1, name: '三年级1班' } },
    teacher: { id: 7, name: '周老师' }, code: 'name.mismatch', severity: 'critical', title: '名字对不上',
    message: '文中写到“小强”，是不是写成了别的孩子的名字？', question: null, state: 'open', excerpt: '今天下午',
    visited_at: '2026-10-12T16:00:00+08:00', answer: id === 1 ? '小强是他弟弟。' : '', decision: null,
    created_at: '2026-10-12T20:00:00+08:00',
  }
}

function detail(id: number): FlagDetail {
  return { ...flag(id), text: '小强很懂事。', spans: [[0, 2]], visit_version: 1, copies: [], history: [] }
}

interface Call {
  method: string
  path: string
  body: unknown
}

let calls: Call[] = []
let refuse: string | null = null

function answer(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
}

function serve(input: string, init: RequestInit): Response {
  const { pathname } = new URL(input, 'http://school.test')
  const path = pathname.replace('/api/v1/', '')
  const method = init.method ?? 'GET'
  const body = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : null
  if (method !== 'GET') calls.push({ method, path, body })
  if (path === 'flags/') return answer(200, { next: null, previous: null, results: [flag(1), flag(2), flag(3)] })
  const id = Number(/^flags\/(\d+)\//.exec(path)?.[1] ?? 0)
  if (method === 'GET') return answer(200, detail(id))
  if (refuse !== null) return answer(500, { code: 'server_error', message: refuse, fields: {} })
  return answer(200, flag(id))
}

async function open() {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/queue', component: QueuePage }, { path: '/:rest(.*)*', component: { template: '<p />' } }],
  })
  await router.push('/queue')
  const page = mount(QueuePage, {
    attachTo: document.body,
    global: { plugins: [router, [VueQueryPlugin, { queryClient: new QueryClient({ defaultOptions: { queries: { retry: false } } }) }]] },
  })
  await flushPromises()
  return page
}

function press(key: string, target: Element | Document = document): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
}

describe('the queue by keyboard', () => {
  beforeEach(() => {
    calls = []
    refuse = null
    vi.stubGlobal('fetch', (input: string, init: RequestInit) => Promise.resolve(serve(input, init)))
    vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }))
    Element.prototype.scrollIntoView = vi.fn()
    Element.prototype.scrollTo = vi.fn()
  })

  afterEach(() => {
    vi.unstubAllGlobals()
    document.body.innerHTML = ''
  })

  it('shows the first flag with its marked words and the teacher’s answer', async () => {
    const page = await open()
    expect(page.text()).toContain('还有 3 条')
    expect(page.find('.view h2').text()).toBe('学生1')
    expect(page.find('mark').text()).toContain('小强')
    expect(page.text()).toContain('小强是他弟弟。')
    page.unmount()
  })

  it('upholds with 1, moves on and counts down before the server has answered', async () => {
    const page = await open()
    press('1')
    await page.vm.$nextTick()
    expect(page.text()).toContain('还有 2 条')
    expect(page.find('.view h2').text()).toBe('学生2')
    await flushPromises()
    expect(calls).toEqual([{ method: 'POST', path: 'flags/1/decision/', body: { decision: 'upheld', reason: '' } }])
    page.unmount()
  })

  it('asks for a reason after 3, takes the focus there and back', async () => {
    const page = await open()
    press('3')
    await flushPromises()
    const line = page.find<HTMLInputElement>('[data-reason]')
    expect(document.activeElement).toBe(line.element)
    expect(calls).toEqual([])
    await line.setValue('请补上商定的措施')
    press('Enter', line.element)
    await flushPromises()
    expect(calls).toEqual([
      { method: 'POST', path: 'flags/1/decision/', body: { decision: 'returned', reason: '请补上商定的措施' } },
    ])
    expect(document.activeElement).not.toBe(line.element)
    press('j')
    await flushPromises()
    expect(page.find('.view h2').text()).toBe('学生3')
    page.unmount()
  })

  it('says that a reason is missing instead of sending an empty one', async () => {
    const page = await open()
    press('2')
    await flushPromises()
    press('Enter', page.find('[data-reason]').element)
    await flushPromises()
    expect(page.find('[role=alert]').text()).toBe('请写一句原因，老师会看到。')
    expect(calls).toEqual([])
    page.unmount()
  })

  it('undoes in the order of the decisions', async () => {
    const page = await open()
    press('1')
    press('u')
    await flushPromises()
    expect(calls.map((call) => call.path)).toEqual(['flags/1/decision/', 'flags/1/undo/'])
    expect(page.text()).toContain('还有 3 条')
    expect(page.find('.view h2').text()).toBe('学生1')
    page.unmount()
  })

  it('puts a flag back that could not be saved, with the server’s words, and undoes nothing', async () => {
    refuse = '系统暂时出错，请稍后再试。'
    const page = await open()
    press('1')
    press('u')
    await flushPromises()
    expect(calls.map((call) => call.path)).toEqual(['flags/1/decision/'])
    press('1')
    await flushPromises()
    expect(page.find('[role=alert]').text()).toContain('已放回列表。系统暂时出错，请稍后再试。')
    expect(page.text()).toContain('还有 3 条')
    page.unmount()
  })
})

describe('two copies', () => {
  const copied: FlagDetail = {
    ...detail(1),
    text: '小海很懂事。每天读书。',
    copies: [
      {
        visit: null, mine: false, student: { name: '' }, teacher: { name: '何老师' }, visited_at: null,
        text: '每天读书。小强很懂事。', pairs: [{ here: [0, 6], there: [5, 11] }, { here: [6, 11], there: [0, 5] }],
      },
    ],
  }

  it('lights up both sides of a pair when the pointer is on one', async () => {
    const columns = mount(CopyColumns, { props: { flag: copied } })
    const marks = columns.findAll('mark')
    expect(marks.map((mark) => mark.classes()[0])).toEqual(['mark--pair-0', 'mark--pair-1', 'mark--pair-1', 'mark--pair-0'])
    await marks[0]?.trigger('mouseenter')
    expect(columns.findAll('mark').map((mark) => mark.classes('mark--active'))).toEqual([true, false, false, true])
    await marks[0]?.trigger('mouseleave')
    expect(columns.find('.mark--active').exists()).toBe(false)
  })

  it('keeps a pressed pair lit, for following it by scrolling', async () => {
    const columns = mount(CopyColumns, { props: { flag: copied } })
    await columns.findAll('mark')[1]?.trigger('click')
    expect(columns.findAll('mark').map((mark) => mark.classes('mark--active'))).toEqual([false, true, true, false])
  })

  it('names no student and no date of a note that may not be read', () => {
    const columns = mount(CopyColumns, { props: { flag: copied } })
    expect(columns.findAll('h3').map((head) => head.text())).toEqual(['这份：学生1', '对照：另一份记录'])
    expect(columns.text()).toContain('占这份记录约 100 %')
  })
})
