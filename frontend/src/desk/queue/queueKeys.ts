/** Which key means which command. Pure: takes what matters of a keyboard event. */
import type { Command } from './queueState'

export interface Press {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  /** An input method is composing: every key belongs to it. */
  isComposing: boolean
  /** Where the key was pressed: the reason line, some other field or button, or the page. */
  within: 'reason' | 'field' | 'control' | 'page'
}

const PAGE_KEYS: Record<string, Command> = {
  j: { type: 'move', by: 1 },
  ArrowDown: { type: 'move', by: 1 },
  k: { type: 'move', by: -1 },
  ArrowUp: { type: 'move', by: -1 },
  '1': { type: 'decide', decision: 'upheld' },
  '2': { type: 'decide', decision: 'dismissed' },
  '3': { type: 'decide', decision: 'returned' },
  r: { type: 'focusReason' },
  u: { type: 'undo' },
  '?': { type: 'help' },
  '？': { type: 'help' },
  Escape: { type: 'cancel' },
}

/** The keys of the help card, in the order they are learnt. */
export const KEY_HELP: readonly [keys: string, does: string][] = [
  ['J 或 ↓', '下一条'],
  ['K 或 ↑', '上一条'],
  ['1', '确认属实'],
  ['2', '不是问题（要写一句原因）'],
  ['3', '退回补充（要写一句原因）'],
  ['R', '先写原因，再按 1、2、3'],
  ['回车', '写完原因后提交'],
  ['Esc', '不写了，回到列表'],
  ['U', '撤销上一个决定'],
  ['?', '打开或收起这张表'],
]

export function commandFor(press: Press): Command | null {
  if (press.isComposing || press.ctrlKey || press.metaKey || press.altKey) return null
  if (press.within === 'field') return null
  if (press.within === 'reason') {
    if (press.key === 'Enter') return { type: 'confirm' }
    if (press.key === 'Escape') return { type: 'cancel' }
    return null
  }
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key
  return PAGE_KEYS[key] ?? null
}
