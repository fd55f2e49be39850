/** Files to the person's own disk: what the server makes, and small tables made here. */
import { api, type Query } from '@/api/client'

export function saveBlob(blob: Blob, fileName: string): void {
  const link = document.createElement('a')
  const address = URL.createObjectURL(blob)
  link.href = address
  link.download = fileName
  document.body.append(link)
  link.click()
  link.remove()
  // The browser reads the address after this turn; a minute is ample and frees the memory.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** Fetches and saves a file. Throws ApiError or OfflineError. */
export async function downloadFile(path: string, fallbackName: string, query: Query = {}): Promise<void> {
  const { blob, fileName } = await api.download(path, { query })
  saveBlob(blob, fileName === '' ? fallbackName : fileName)
}

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  // Text that a spreadsheet would run as a formula is kept as text.
  const safe = /^[=@+\-\t\r]/.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}

/** A csv that Excel and WPS open with the right characters (byte order mark, CRLF). */
export function csvOf(rows: readonly (readonly (string | number | null)[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

export function saveCsv(rows: readonly (readonly (string | number | null)[])[], fileName: string): void {
  saveBlob(new Blob([csvOf(rows)], { type: 'text/csv;charset=utf-8' }), fileName)
}
