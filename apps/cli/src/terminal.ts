/** Control codes of terminals: nothing else spells one. */
const ESCAPE = '\u001b'
const ESC = `${ESCAPE}[`

/** How each kind of text looks. */
export interface Theme {
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly wait: (text: string) => string
  readonly busy: (text: string) => string
  readonly dim: (text: string) => string
  readonly bold: (text: string) => string
}

const as = (code: number) => (text: string) => (text === '' ? '' : `${ESC}${code}m${text}${ESC}0m`)
const plain = (text: string) => text

export const COLOURS: Theme = {
  good: as(32),
  bad: as(31),
  wait: as(33),
  busy: as(36),
  dim: as(2),
  bold: as(1),
}
export const NO_COLOURS: Theme = {
  good: plain,
  bad: plain,
  wait: plain,
  busy: plain,
  dim: plain,
  bold: plain,
}

export const HIDE_CURSOR = `${ESC}?25l`
export const SHOW_CURSOR = `${ESC}?25h`

/** Goes back over `lines` lines just written and clears them. */
export function rewind(lines: number): string {
  return lines === 0 ? '' : `${ESC}${lines}F${ESC}0J`
}

const COLOUR_CODE = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'y')

/** At most `width` columns of a line; colours are kept and closed, and a cut shows as `…`. */
export function clip(line: string, width: number): string {
  if (width <= 0) return ''
  let out = ''
  let used = 0
  let coloured = false
  for (let at = 0; at < line.length; ) {
    COLOUR_CODE.lastIndex = at
    const code = COLOUR_CODE.exec(line)?.[0]
    if (code !== undefined) {
      out += code
      coloured = !code.endsWith(`${ESC}0m`)
      at += code.length
      continue
    }
    const letter = String.fromCodePoint(line.codePointAt(at) ?? 0)
    at += letter.length
    const rest = used === width - 1 ? line.slice(at).replace(new RegExp(COLOUR_CODE.source, 'g'), '') : ''
    if (rest !== '') return `${out}…${coloured ? `${ESC}0m` : ''}`
    if (used === width) return out
    out += letter
    used += 1
  }
  return out
}

const SEQUENCE = new RegExp(`${ESCAPE}\\[[0-?]*[ -/]*[@-~]`, 'g')
const CONTROL = /[^\P{Cc}\t\n]/gu

/** Text from elsewhere, safe to show: without any control character but tab and line feed. */
export function printable(text: string): string {
  return text.replace(SEQUENCE, '').replace(CONTROL, '')
}
