/**
 * The only file that calls fetch. Sends the session cookie and the CSRF header, and turns every failure into
 * an `ApiError` (the server said no) or an `OfflineError` (no answer came).
 */

import { ApiError, type FieldErrors, OfflineError } from './errors'
import type { Page } from './model'

const BASE = '/api/v1/'
const CSRF_COOKIE = 'csrftoken'

export type QueryValue = string | number | boolean | null | undefined
export type Query = Readonly<Record<string, QueryValue>>

export interface CallOptions {
  readonly query?: Query
  readonly signal?: AbortSignal
  /** version the writer has seen; sent as If-Match */
  readonly ifMatch?: number | null
}

export interface Download {
  readonly blob: Blob
  /** the name the server proposes, or an empty string */
  readonly fileName: string
}

/** What the application does when a session ends or a first password must be changed. */
export interface SessionHooks {
  readonly onUnauthenticated: () => void
  readonly onPasswordChangeRequired: () => void
}

let hooks: SessionHooks = {
  onUnauthenticated() {
    /* before the application has started there is nobody to tell */
  },
  onPasswordChangeRequired() {
    /* likewise */
  },
}

export function setSessionHooks(next: SessionHooks): void {
  hooks = next
}

export function csrfToken(cookies: string = document.cookie): string {
  for (const part of cookies.split(';')) {
    const [name, ...value] = part.trim().split('=')
    if (name === CSRF_COOKIE) return decodeURIComponent(value.join('='))
  }
  return ''
}

function address(path: string, query: Query | undefined): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== null && value !== undefined && value !== '') search.set(key, String(value))
  }
  const tail = search.toString()
  return tail === '' ? BASE + path : `${BASE}${path}${path.includes('?') ? '&' : '?'}${tail}`
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

async function errorOf(response: Response): Promise<ApiError> {
  let body: unknown
  try {
    body = await response.json()
  } catch {
    body = null
  }
  if (isRecord(body) && typeof body.code === 'string' && typeof body.message === 'string') {
    const fields = isRecord(body.fields) ? (body.fields as FieldErrors) : {}
    return new ApiError(response.status, body.code, body.message, fields, body)
  }
  const message =
    response.status >= 500
      ? '服务器出了问题，您写的内容没有丢。请过几分钟再试。'
      : '服务器没有接受这个请求。请刷新页面后再试。'
  return new ApiError(response.status, 'server.unreadable', message)
}

/** Signing in with a wrong password is a 401 as well, but no session has ended by it. */
function tellSession(path: string, error: ApiError): void {
  if (error.status === 401 && path !== 'session/') hooks.onUnauthenticated()
  if (error.code === 'account.password_change_required') hooks.onPasswordChangeRequired()
}

async function send(method: string, path: string, body: BodyInit | null, options: CallOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (typeof body === 'string') headers['Content-Type'] = 'application/json'
  if (method !== 'GET') headers['X-CSRFToken'] = csrfToken()
  if (options.ifMatch !== null && options.ifMatch !== undefined) headers['If-Match'] = `"${options.ifMatch}"`
  let response: Response
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      body,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: options.signal ?? null,
    })
  } catch (cause) {
    // An abort is the caller's own wish, not a failure of the network.
    if (options.signal?.aborted === true) throw cause
    throw new OfflineError()
  }
  if (!response.ok) {
    const error = await errorOf(response)
    tellSession(path, error)
    throw error
  }
  return response
}

async function json<T>(response: Response, signal: AbortSignal | undefined): Promise<T> {
  if (response.status === 204) return undefined as T
  try {
    return (await response.json()) as T
  } catch (cause) {
    if (signal?.aborted === true) throw cause
    // The connection broke in the middle of the answer.
    throw new OfflineError()
  }
}

/* T is the promise of the API description for that path; model.ts holds the types. */

async function withBody<T>(method: string, path: string, body: unknown, options: CallOptions): Promise<T> {
  const payload = body === undefined ? null : JSON.stringify(body)
  return json<T>(await send(method, path, payload, options), options.signal)
}

export const api = {
  async get<T>(path: string, options: CallOptions = {}): Promise<T> {
    return json<T>(await send('GET', path, null, options), options.signal)
  },

  /** Follows `next` to the end. Only for lists that a person reads whole (own students, classes). */
  async getAll<T>(path: string, options: CallOptions = {}): Promise<T[]> {
    const all: T[] = []
    let page = await api.get<Page<T>>(path, { ...options, query: { page_size: 200, ...options.query } })
    all.push(...page.results)
    while (page.next !== null) {
      const next = new URL(page.next, location.origin)
      const tail = next.pathname.slice(next.pathname.indexOf(BASE) + BASE.length) + next.search
      page = await api.get<Page<T>>(tail, options.signal === undefined ? {} : { signal: options.signal })
      all.push(...page.results)
    }
    return all
  },

  async post<T>(path: string, body?: unknown, options: CallOptions = {}): Promise<T> {
    return withBody<T>('POST', path, body, options)
  },

  async put<T>(path: string, body: unknown, options: CallOptions = {}): Promise<T> {
    return withBody<T>('PUT', path, body, options)
  },

  async delete(path: string, options: CallOptions = {}): Promise<void> {
    await send('DELETE', path, null, options)
  },

  async upload<T>(path: string, form: FormData, options: CallOptions = {}): Promise<T> {
    return json<T>(await send('POST', path, form, options), options.signal)
  },

  async download(path: string, options: CallOptions = {}): Promise<Download> {
    const response = await send('GET', path, null, options)
    return { blob: await response.blob(), fileName: fileNameOf(response.headers.get('Content-Disposition')) }
  },
}

/** RFC 6266: `filename*=UTF-8''…` wins over `filename="…"`. */
export function fileNameOf(disposition: string | null): string {
  if (disposition === null) return ''
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1]
  if (encoded !== undefined) return decodeURIComponent(encoded)
  return /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? ''
}
