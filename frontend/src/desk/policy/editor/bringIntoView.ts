/** Scrolls only as far as needed, and only the pane: the page around it keeps still. */
const MARGIN = 72

export function bringIntoView(element: Element | null | undefined, pane: Element | null | undefined): void {
  if (element === null || element === undefined) return
  const scrolls = pane !== null && pane !== undefined && getComputedStyle(pane).overflowY === 'auto'
  if (!scrolls) {
    element.scrollIntoView({ block: 'center', behavior: 'instant' })
    return
  }
  const inner = element.getBoundingClientRect()
  const outer = pane.getBoundingClientRect()
  if (inner.top < outer.top + MARGIN) pane.scrollTop += inner.top - outer.top - MARGIN
  else if (inner.bottom > outer.bottom - MARGIN) pane.scrollTop += inner.bottom - outer.bottom + MARGIN
}
