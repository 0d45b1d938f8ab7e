/** A stretch of a line that looks the same all through. */
export interface Stretch {
  readonly text: string
  /** Classes of how it looks: `ink-1` to `ink-7`, `back-1` to `back-7`, `bold`, `faint`, `italic`, `underlined`, `struck`. */
  readonly looks: readonly string[]
}

interface Looks {
  ink: number | null
  back: number | null
  marks: Set<string>
}

// The one kind of control sequence that only changes how text looks; whatever else is in a line stays there to be seen.
// oxlint-disable-next-line no-control-regex
const LOOKS = /\u001b\[([0-9;:]*)m/g

const MARKS: Readonly<Record<number, string>> = {
  1: 'bold',
  2: 'faint',
  3: 'italic',
  4: 'underlined',
  9: 'struck',
}
const UNMARKS: Readonly<Record<number, readonly string[]>> = {
  22: ['bold', 'faint'],
  23: ['italic'],
  24: ['underlined'],
  29: ['struck'],
}

/** A line of a terminal as stretches of text, by its colours. */
export function stretchesOf(line: string): readonly Stretch[] {
  if (!line.includes('\u001b[')) return [{ text: line, looks: [] }]
  const looks: Looks = { ink: null, back: null, marks: new Set() }
  const stretches: Stretch[] = []
  let at = 0
  const push = (text: string): void => {
    if (text !== '') stretches.push({ text, looks: classesOf(looks) })
  }
  for (const match of line.matchAll(LOOKS)) {
    push(line.slice(at, match.index))
    apply(looks, (match[1] ?? '').split(/[;:]/).map(Number))
    at = match.index + match[0].length
  }
  push(line.slice(at))
  return stretches
}

/** A line without what only changes how it looks. */
export function plainOf(line: string): string {
  return line.replaceAll(LOOKS, '')
}

function classesOf({ ink, back, marks }: Looks): readonly string[] {
  return [...(ink === null ? [] : [`ink-${ink}`]), ...(back === null ? [] : [`back-${back}`]), ...marks]
}

function apply(looks: Looks, codes: readonly number[]): void {
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0
    const mark = MARKS[code]
    if (code === 0) Object.assign(looks, { ink: null, back: null, marks: new Set() })
    else if (mark !== undefined) looks.marks.add(mark)
    else if (UNMARKS[code] !== undefined) for (const one of UNMARKS[code]) looks.marks.delete(one)
    else if (code === 38 || code === 48) {
      const [colour, used] = extended(codes.slice(at + 1))
      if (code === 38) looks.ink = colour
      else looks.back = colour
      at += used
    } else if (code === 39) looks.ink = null
    else if (code === 49) looks.back = null
    else if (code >= 30 && code <= 37) looks.ink = code - 30
    else if (code >= 90 && code <= 97) looks.ink = code - 90
    else if (code >= 40 && code <= 47) looks.back = code - 40
    else if (code >= 100 && code <= 107) looks.back = code - 100
  }
}

/** One of the eight colours that is nearest to one of 256 or of all, and how many numbers said it. */
function extended([kind, ...rest]: readonly number[]): readonly [number | null, number] {
  const [first = 0, green = 0, blue = 0] = rest
  if (kind === 2) return [nearest(first, green, blue), 4]
  if (kind !== 5) return [null, 0]
  if (first < 16) return [first % 8, 2]
  if (first >= 232) return [first < 244 ? 0 : 7, 2]
  const cube = first - 16
  const level = (step: number) => (Math.floor(cube / step) % 6) * 51
  return [nearest(level(36), level(6), level(1)), 2]
}

function nearest(red: number, green: number, blue: number): number {
  return (red > 110 ? 1 : 0) + (green > 110 ? 2 : 0) + (blue > 110 ? 4 : 0)
}
