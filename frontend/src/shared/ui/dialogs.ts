/** Vant's dialog and toast, wrapped once; loaded when first shown. */

export interface Question {
  readonly title: string
  readonly message: string
  readonly yes: string
  readonly no?: string
  /** the answer cannot be taken back */
  readonly grave?: boolean
}

/** true when the person says yes. */
export async function confirm(question: Question): Promise<boolean> {
  const { showConfirmDialog } = await import('./vant')
  try {
    await showConfirmDialog({
      title: question.title,
      message: question.message,
      confirmButtonText: question.yes,
      cancelButtonText: question.no ?? '取消',
      messageAlign: 'left',
      closeOnPopstate: true,
      ...(question.grave === true ? { confirmButtonColor: 'var(--red)' } : {}),
    })
    return true
  } catch {
    return false
  }
}

/** A few words that go away by themselves. Never the only place where something is told. */
export async function say(words: string): Promise<void> {
  const { showToast } = await import('./vant')
  showToast({ message: words, wordBreak: 'break-word', duration: 2500 })
}
