/** Which key means which act in the editor. Pure: takes what matters of a keyboard event. */

export type EditorCommand = 'next' | 'previous' | 'confirm' | 'reject' | 'edit' | 'undo' | 'add'

export interface EditorPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  /** An input method is composing: every key belongs to it. */
  readonly isComposing: boolean
  /** The key is held down: it may walk the list, but decides on nothing more. */
  readonly repeat: boolean
  /** Where the key was pressed. A button, a link or a mark answers Enter itself; a field takes every key. */
  readonly within: 'field' | 'control' | 'page'
}

const KEYS: Readonly<Record<string, EditorCommand>> = {
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  Enter: 'confirm',
  x: 'reject',
  e: 'edit',
  u: 'undo',
  a: 'add',
}

/** The help line, in the order the keys are learnt. */
export const KEY_WORDS: readonly [key: string, does: string][] = [
  ['J', '下一条'],
  ['K', '上一条'],
  ['回车', '确认'],
  ['X', '不要'],
  ['E', '修改'],
  ['U', '撤回'],
  ['A', '加一条'],
]

export function editorCommand(press: EditorPress): EditorCommand | null {
  if (press.isComposing || press.ctrlKey || press.metaKey || press.altKey || press.within === 'field') return null
  if (press.within === 'control' && press.key === 'Enter') return null
  const command = KEYS[press.key.length === 1 ? press.key.toLowerCase() : press.key] ?? null
  return press.repeat && command !== 'next' && command !== 'previous' ? null : command
}

export function pressedWithin(target: EventTarget | null): EditorPress['within'] {
  if (!(target instanceof HTMLElement)) return 'page'
  if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return 'field'
  return /^(BUTTON|A|MARK|SUMMARY)$/.test(target.tagName) ? 'control' : 'page'
}
