/** What can go wrong between this page and the server, kept apart because the person must do different things. */

export type FieldErrors = Readonly<Record<string, readonly string[]>>

/** The server answered, and said no. `code` is stable, `message` is Chinese and tells what to do. */
export class ApiError extends Error {
  override readonly name = 'ApiError'

  constructor(
    /** HTTP status, 400 to 599 */
    readonly status: number,
    /** e.g. `visit.not_found`; `server.unreadable` when the body was no error of ours */
    readonly code: string,
    message: string,
    readonly fields: FieldErrors = {},
    /** the whole body, for answers that carry more (a conflict's two versions) */
    readonly body: Readonly<Record<string, unknown>> = {},
  ) {
    super(message)
  }

  /** The server is in trouble, as opposed to refusing this request: the same request may pass later. */
  get temporary(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 408
  }

  /** First message of a field, or null. */
  field(name: string): string | null {
    return this.fields[name]?.[0] ?? null
  }
}

/** No answer came: no signal, server unreachable, or the connection broke. The request may or may not have arrived. */
export class OfflineError extends Error {
  override readonly name = 'OfflineError'

  constructor() {
    super('现在连不上网络。')
  }
}

export function isApiError(error: unknown, code?: string): error is ApiError {
  return error instanceof ApiError && (code === undefined || error.code === code)
}

export function isOffline(error: unknown): error is OfflineError {
  return error instanceof OfflineError
}
