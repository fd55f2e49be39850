import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { api, csrfToken, fileNameOf, setSessionHooks } from './client'
import { ApiError, OfflineError } from './errors'

const unauthenticated = vi.fn()
const passwordDue = vi.fn()
const network = vi.fn<typeof fetch>()

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  const text = body === null ? null : typeof body === 'string' ? body : JSON.stringify(body)
  return new Response(text, { status, headers })
}

function asked(): { url: string; init: RequestInit } {
  const [url, init] = network.mock.calls.at(-1)!
  return { url: url as string, init: init! }
}

beforeEach(() => {
  vi.stubGlobal('fetch', network)
  network.mockReset()
  unauthenticated.mockReset()
  passwordDue.mockReset()
  setSessionHooks({ onUnauthenticated: unauthenticated, onPasswordChangeRequired: passwordDue })
  document.cookie = 'csrftoken=abc123'
})

afterEach(() => vi.unstubAllGlobals())

describe('requests', () => {
  it('reads with the session cookie and leaves out what is not asked for', async () => {
    network.mockResolvedValue(answer(200, { results: [] }))
    await api.get('students/', { query: { search: '小禾', class: undefined, not_visited: true, cursor: '' } })
    expect(asked().url).toBe('/api/v1/students/?search=%E5%B0%8F%E7%A6%BE&not_visited=true')
    expect(asked().init).toMatchObject({ method: 'GET', credentials: 'same-origin', cache: 'no-store' })
    expect(asked().init.headers).not.toHaveProperty('X-CSRFToken')
  })

  it('writes with the CSRF header and the version that was seen', async () => {
    network.mockResolvedValue(answer(200, { id: 'v1' }))
    await api.put('visits/v1/', { text: '一' }, { ifMatch: 3 })
    expect(asked().init).toMatchObject({ method: 'PUT', body: '{"text":"一"}' })
    expect(asked().init.headers).toMatchObject({
      'X-CSRFToken': 'abc123', 'If-Match': '"3"', 'Content-Type': 'application/json',
    })
  })

  it('lets the browser name the type of a form with a file', async () => {
    network.mockResolvedValue(answer(201, {}))
    await api.upload('roster/imports/', new FormData())
    expect(asked().init.headers).not.toHaveProperty('Content-Type')
    expect(asked().init.headers).toHaveProperty('X-CSRFToken', 'abc123')
  })

  it('follows a list to its end', async () => {
    network
      .mockResolvedValueOnce(answer(200, { next: 'http://a.localhost/api/v1/students/?cursor=x1', previous: null, results: [1, 2] }))
      .mockResolvedValueOnce(answer(200, { next: null, previous: null, results: [3] }))
    expect(await api.getAll('students/')).toEqual([1, 2, 3])
    expect(asked().url).toBe('/api/v1/students/?cursor=x1')
  })

  it('knows the token among other cookies', () => {
    expect(csrfToken('a=1; csrftoken=x%3D; sessionid=2')).toBe('x=')
    expect(csrfToken('xcsrftoken=1')).toBe('')
  })
})

describe('failures', () => {
  it('carries code, message and fields of a refusal', async () => {
    network.mockResolvedValue(
      answer(400, { code: 'visit.invalid', message: '请选学生。', fields: { student: ['必填。'] } }),
    )
    const error = await api.put('visits/v1/', {}).catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(ApiError)
    const refusal = error as ApiError
    expect([refusal.status, refusal.code, refusal.message, refusal.temporary]).toEqual([
      400, 'visit.invalid', '请选学生。', false,
    ])
    expect(refusal.field('student')).toBe('必填。')
    expect(refusal.field('text')).toBeNull()
    expect(unauthenticated).not.toHaveBeenCalled()
  })

  it('keeps both versions of a conflict', async () => {
    network.mockResolvedValue(
      answer(409, { code: 'visit.conflict', message: '两边不一样。', fields: {}, stored: { version: 3 }, yours: {} }),
    )
    const error = (await api.put('visits/v1/', {}).catch((cause: unknown) => cause)) as ApiError
    expect(error.body.stored).toEqual({ version: 3 })
  })

  it('tells no connection from a server in trouble', async () => {
    network.mockRejectedValueOnce(new TypeError('Failed to fetch'))
    await expect(api.get('me/')).rejects.toBeInstanceOf(OfflineError)
    network.mockResolvedValueOnce(answer(502, '<html>Bad gateway</html>'))
    const error = (await api.get('me/').catch((cause: unknown) => cause)) as ApiError
    expect([error.code, error.status, error.temporary]).toEqual(['server.unreadable', 502, true])
  })

  it('takes an answer that breaks off for a lost connection', async () => {
    network.mockResolvedValue(answer(200, '{"results": ['))
    await expect(api.get('students/')).rejects.toBeInstanceOf(OfflineError)
  })

  it("leaves an abort the caller's own", async () => {
    const controller = new AbortController()
    const abort = new DOMException('aborted', 'AbortError')
    network.mockImplementation(async () => {
      controller.abort()
      throw abort
    })
    await expect(api.get('due/', { signal: controller.signal })).rejects.toBe(abort)
  })

  it('tells the application when the session has ended, but not for a wrong password', async () => {
    network.mockImplementation(async () =>
      answer(401, { code: 'account.unauthenticated', message: '请登录。', fields: {} }),
    )
    await expect(api.get('due/')).rejects.toBeInstanceOf(ApiError)
    expect(unauthenticated).toHaveBeenCalledTimes(1)
    await expect(api.post('session/', {})).rejects.toBeInstanceOf(ApiError)
    expect(unauthenticated).toHaveBeenCalledTimes(1)
  })

  it('leads to the change of a first password', async () => {
    network.mockResolvedValue(
      answer(403, { code: 'account.password_change_required', message: '请先换密码。', fields: {} }),
    )
    await expect(api.get('due/')).rejects.toBeInstanceOf(ApiError)
    expect(passwordDue).toHaveBeenCalledTimes(1)
  })
})

describe('fileNameOf', () => {
  it('prefers the encoded name', () => {
    expect(fileNameOf(`attachment; filename="x.xlsx"; filename*=UTF-8''%E5%90%8D%E5%86%8C.xlsx`)).toBe('名册.xlsx')
    expect(fileNameOf('attachment; filename="roster.xlsx"')).toBe('roster.xlsx')
    expect(fileNameOf(null)).toBe('')
  })
})
