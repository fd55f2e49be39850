/** The design's colours for pictures: SVG charts mix colours by number and cannot read CSS variables. */
export interface ChartColours {
  text: string
  soft: string
  line: string
  sheet: string
  sunken: string
  green: string
  greenSoft: string
  amber: string
  grey: string
  violet: string
}

export function chartColours(): ChartColours {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string, fallback: string): string => {
    const value = style.getPropertyValue(name).trim()
    return value === '' ? fallback : value
  }
  return {
    text: token('--ink', '#1b1c1a'),
    soft: token('--ink-soft', '#4d4f4a'),
    line: token('--line', '#dfdcd4'),
    sheet: token('--sheet', '#ffffff'),
    sunken: token('--sunken', '#f3f1ec'),
    green: token('--green', '#1f5a3d'),
    greenSoft: token('--green-soft', '#e7f0ea'),
    amber: token('--amber', '#80520a'),
    grey: token('--ink-faint', '#686a64'),
    violet: token('--mark-home-line', '#65489a'),
  }
}
