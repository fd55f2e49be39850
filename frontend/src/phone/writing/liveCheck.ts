/**
 * The check beside the text. Asks a moment after the last key, drops every answer that a later key has made stale,
 * and keeps the last good answer on view while the next is on its way. Knows no Vue: it calls `onChange`.
 */

import type { Preview } from '@/api/model'

/** The answer should stand within 300 ms of the last key, so half of that is left to the server. */
export const TYPING_PAUSE = 150

export interface CheckInput {
  readonly student: string
  readonly text: string
}

export type CheckState =
  | { readonly state: 'idle' }
  | { readonly state: 'asking'; readonly last: Checked | null }
  | { readonly state: 'checked'; readonly last: Checked }
  | { readonly state: 'failed'; readonly last: Checked | null; readonly error: unknown }

export interface Checked {
  /** the words that were looked at: spans belong to this text, not to what is typed meanwhile */
  readonly text: string
  readonly preview: Preview
}

export class LiveCheck {
  private turn = 0
  private timer: ReturnType<typeof setTimeout> | null = null
  private asking: AbortController | null = null
  private last: Checked | null = null

  constructor(
    private readonly ask: (input: CheckInput, signal: AbortSignal) => Promise<Preview>,
    private readonly onChange: (state: CheckState) => void,
    private readonly pause: number = TYPING_PAUSE,
  ) {}

  /** To be called with every key. Without a student or a text there is nothing to look at. */
  look(input: CheckInput | null): void {
    this.turn += 1
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
    this.asking?.abort()
    this.asking = null
    if (input === null || input.text.trim() === '') {
      this.last = null
      this.onChange({ state: 'idle' })
      return
    }
    const turn = this.turn
    this.timer = setTimeout(() => void this.send(turn, input), this.pause)
  }

  close(): void {
    this.turn += 1
    if (this.timer !== null) clearTimeout(this.timer)
    this.asking?.abort()
  }

  private async send(turn: number, input: CheckInput): Promise<void> {
    const controller = new AbortController()
    this.asking = controller
    this.onChange({ state: 'asking', last: this.last })
    try {
      const preview = await this.ask(input, controller.signal)
      if (turn !== this.turn) return
      this.last = { text: input.text, preview }
      this.onChange({ state: 'checked', last: this.last })
    } catch (error) {
      // An abort is always followed by a newer turn, so it ends here as well.
      if (turn !== this.turn) return
      this.onChange({ state: 'failed', last: this.last, error })
    }
  }
}
