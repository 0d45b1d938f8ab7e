/** Where a cursor is in a YAML document that need not be whole yet. */
export interface YamlPlace {
  /** The keys from the top to the mapping that the cursor is in; `[]` stands for an item of a list. */
  readonly path: readonly string[]
  /** The key whose value is written here; null where a key is written. */
  readonly key: string | null
  /** What is written of it so far. */
  readonly written: string
  /** The other keys of that mapping, with their values as written. */
  readonly siblings: ReadonlyMap<string, string>
}

type Open =
  | { readonly kind: 'list'; readonly column: number }
  | { readonly kind: 'map'; readonly column: number; key: string; readonly entries: Map<string, string> }

interface Line {
  /** The columns of the dashes before its content. */
  readonly dashes: readonly number[]
  /** The column where its content begins. */
  readonly column: number
  readonly content: string
}

const KEY = /^(?:"([^"]*)"|'([^']*)'|([\w-]+)):(?:\s+(.*))?$/

function readLine(text: string): Line {
  const lead = /^ *(?:- *)*/.exec(text)?.[0] ?? ''
  const dashes = Array.from(lead.matchAll(/-/g), ({ index }) => index)
  return { dashes, column: lead.length, content: text.slice(lead.length) }
}

function keyOf(content: string): { readonly key: string; readonly value: string } | null {
  const found = KEY.exec(content)
  const key = found?.[1] ?? found?.[2] ?? found?.[3]
  return key === undefined ? null : { key, value: found?.[4] ?? '' }
}

/** The place of the end of `before` in a document that goes on with `after`: found by indentation, as people read it. */
export function yamlPlace(before: string, after: string): YamlPlace {
  const open: Open[] = []
  const above = before.split('\n')
  const here = readLine(above.pop() ?? '')

  function openItems({ dashes }: Line): void {
    for (const column of dashes) {
      while ((open.at(-1)?.column ?? -1) > column) open.pop()
      const top = open.at(-1)
      if (top?.kind !== 'list' || top.column < column) open.push({ kind: 'list', column })
    }
  }

  /** The mapping whose keys stand at a column. */
  function mapAt(column: number): Extract<Open, { kind: 'map' }> {
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (top.column < column) break
      if (top.kind === 'map' && top.column === column) return top
      open.pop()
    }
    const map = { kind: 'map', column, key: '', entries: new Map<string, string>() } as const
    open.push(map)
    return map
  }

  for (const text of above) {
    const line = readLine(text)
    if (line.content.startsWith('#')) continue
    openItems(line)
    const found = keyOf(line.content)
    if (found === null) continue
    const map = mapAt(line.column)
    map.key = found.key
    map.entries.set(found.key, found.value)
  }
  openItems(here)
  const { entries } = mapAt(here.column)
  const path = open.slice(0, -1).map((one) => (one.kind === 'map' ? one.key : '[]'))
  for (const text of after.split('\n').slice(1)) {
    const { dashes, column, content } = readLine(text)
    if (content === '') continue
    if (column < here.column || (dashes[0] ?? column) < here.column) break
    const found = column === here.column ? keyOf(content) : null
    if (found !== null) entries.set(found.key, found.value)
  }
  const found = /:\s/.test(here.content) ? keyOf(here.content) : null
  return found === null
    ? { path, key: null, written: here.content, siblings: entries }
    : { path, key: found.key, written: found.value, siblings: entries }
}
