/** The words of a dry run: what an import would do, what is wrong, what to do next. */
import type { ImportRow, RosterImport } from '@/api/model'

export type Verdict = ImportRow['verdict']
type RosterKind = Exclude<RosterImport['kind'], null>

export const VERDICT_WORDS: Record<Verdict, string> = {
  new: '新增',
  update: '更新',
  same: '没变',
  fault: '有问题',
}

export const VERDICTS: readonly Verdict[] = ['new', 'update', 'same', 'fault']

const KIND_WORDS: Record<RosterKind, string> = { students: '学生名册', staff: '教职工名册' }

/** `新增 12 · 更新 3 · 没变 40 · 有问题 2`, always all four, so that a nought is seen. */
export function countsText(counts: Record<Verdict, number>): string {
  return VERDICTS.map((verdict) => `${VERDICT_WORDS[verdict]} ${counts[verdict]}`).join(' · ')
}

export type NextAct =
  | { type: 'refused'; text: string }
  | { type: 'nothing'; text: string }
  | { type: 'fix'; text: string }
  | { type: 'apply'; text: string; button: string }
  | { type: 'running'; text: string; progress: number }
  | { type: 'applied'; text: string }
  | { type: 'failed'; text: string }

/** The one thing that makes sense now. */
export function nextAct(run: RosterImport): NextAct {
  if (run.file_error) return { type: 'refused', text: run.file_error.message }
  const { new: fresh, update, fault } = run.counts
  const writable = fresh + update
  const kind = run.kind ? KIND_WORDS[run.kind] : '名册'
  if (run.state === 'applying') {
    return { type: 'running', text: `正在导入${kind}，可以离开这一页，不会中断。`, progress: run.progress }
  }
  if (run.state === 'failed') {
    return { type: 'failed', text: '导入没有做完，名册保持原样。请再试一次；还不行请联系管理员。' }
  }
  if (run.state === 'applied') {
    const left = fault > 0 ? `另有 ${fault} 行有问题，没有写入；改好后再导入这张表即可。` : ''
    return { type: 'applied', text: `已导入${kind}：新增 ${fresh} 人，更新 ${update} 人。${left}` }
  }
  if (writable === 0 && fault > 0) {
    return { type: 'fix', text: '没有可以导入的行。请下载标出原因的表，改好后重新选它。' }
  }
  if (writable === 0) return { type: 'nothing', text: '和名册里的完全一样，不需要导入。' }
  const rest = fault > 0 ? `有问题的 ${fault} 行先不写入，改好后再导入一次就行。` : ''
  return { type: 'apply', text: `名册还没有改动。${rest}`, button: `导入这 ${writable} 人` }
}

/** Rows that a person must look at, in the order of the sheet; a row with several faults stays one row. */
export function faultRows(run: RosterImport): ImportRow[] {
  return run.rows
    .filter((row) => row.verdict === 'fault')
    .sort((a, b) => a.sheet.localeCompare(b.sheet, 'zh') || a.row - b.row)
}

/** `第 7 行`, with the sheet's name where the file has several. */
export function placeText(row: ImportRow, sheets: number): string {
  return sheets > 1 ? `${row.sheet} 第 ${row.row} 行` : `第 ${row.row} 行`
}

const TYPES = ['.xlsx', '.xls', '.csv']

/** Why a chosen file is not even sent, or null. The server looks into it; this spares only the obvious. */
export function refusal(file: { name: string; size: number }): string | null {
  const name = file.name.toLowerCase()
  if (!TYPES.some((type) => name.endsWith(type))) {
    return '这里只收 Excel 表（.xlsx、.xls）或 .csv。请在 Excel 或 WPS 里另存为 .xlsx 再选。'
  }
  if (file.size === 0) return '这个文件是空的。请确认表已经保存，再选一次。'
  if (file.size > 20 * 1024 * 1024) return '文件超过 20 MB。请删去图片和多余的表，或分成几份。'
  return null
}
