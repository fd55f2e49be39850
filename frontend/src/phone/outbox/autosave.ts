/**
 * Saves at most `delay` after the first unsaved change, not after the last one: someone who dictates without a pause
 * is saved all the same. Saves follow each other, so an older text never overwrites a newer one.
 */

export const AUTOSAVE_DELAY = 1000

export class Autosaver<Value> {
  private pending: Value | null = null
  private timer: ReturnType<typeof setTimeout> | null = null
  private chain: Promise<void> = Promise.resolve()
  private closed = false

  constructor(
    private readonly save: (value: Value) => Promise<void>,
    private readonly onError: (error: unknown) => void,
    private readonly delay: number = AUTOSAVE_DELAY,
  ) {}

  /** `value` must be a copy: it may be written later than the next key. */
  change(value: Value): void {
    if (this.closed) return
    this.pending = value
    this.timer ??= setTimeout(() => void this.flush(), this.delay)
  }

  /** Writes what is pending now; resolves when everything handed over so far is written (or reported). */
  flush(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
    const value = this.pending
    this.pending = null
    if (value !== null) {
      this.chain = this.chain.then(async () => {
        try {
          await this.save(value)
        } catch (error) {
          this.onError(error)
        }
      })
    }
    return this.chain
  }

  /** Nothing is saved any more: the draft has become a note in the outbox, or was thrown away. */
  async close(): Promise<void> {
    this.closed = true
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
    this.pending = null
    await this.chain
  }
}
