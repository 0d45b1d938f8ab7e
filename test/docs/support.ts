import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = new URL('../../', import.meta.url).pathname

/** A document of this repository, by its path from the root. */
export interface Doc {
  readonly path: string
  readonly text: string
}

/** One fenced block: ```lang flag name=value. */
export interface Block {
  readonly lang: string
  readonly flags: ReadonlyMap<string, string>
  readonly text: string
  /** Of the line after the fence, from 1. */
  readonly line: number
}

export function readDoc(path: string): Doc {
  return { path, text: readFileSync(join(ROOT, path), 'utf8') }
}

/** Files below a folder whose names end so, by their paths from the root, in order. */
export function filesBelow(folder: string, ending: string): readonly string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort()
}

/** Every document that is for readers. */
export function allDocs(): readonly Doc[] {
  return ['README.md', 'CONTRIBUTING.md', ...filesBelow('docs', '.md')].map(readDoc)
}

/** The fenced blocks of a document, in order. */
export function blocksOf({ text }: Doc): readonly Block[] {
  const blocks: Block[] = []
  let open: { readonly fence: string; readonly info: string; readonly line: number } | null = null
  let body: string[] = []
  for (const [index, line] of text.split('\n').entries()) {
    const fence = /^(`{3,})(.*)$/.exec(line)
    if (open === null && fence !== null) {
      open = { fence: fence[1] ?? '', info: fence[2] ?? '', line: index + 2 }
      body = []
    } else if (open !== null && line === open.fence) {
      const [lang = '', ...flags] = open.info.trim().split(/\s+/)
      const pairs = flags.map((flag) => [flag.split('=')[0] ?? '', flag.split('=')[1] ?? ''] as const)
      blocks.push({ lang, flags: new Map(pairs), text: `${body.join('\n')}\n`, line: open.line })
      open = null
    } else body.push(line)
  }
  if (open !== null) throw new Error(`the block at line ${open.line} is not closed`)
  return blocks
}

/** The text without its fenced blocks. */
export function proseOf({ text }: Doc): string {
  return text.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, '')
}

/** The text under a heading, up to the next heading of any level. Throws when there is none. */
export function sectionOf(doc: Doc, heading: string): string {
  const parts = proseOf(doc).split(/^(#{1,6} .*)$/m)
  const at = parts.findIndex((part) => part.replace(/^#+ /, '') === heading)
  if (at < 0) throw new Error(`${doc.path} has no heading "${heading}"`)
  return parts[at + 1] ?? ''
}

/** The rows of all tables in a text, cells trimmed, heads left out. */
export function rowsOf(text: string): readonly (readonly string[])[] {
  const lines = text.split('\n')
  return lines.flatMap((line, index) => {
    if (!line.startsWith('|') || /^\|[ |-]+\|$/.test(line)) return []
    if (/^\|[ |-]+\|$/.test(lines[index + 1] ?? '')) return []
    return [
      line
        .slice(1, line.lastIndexOf('|'))
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll('\\|', '|')),
    ]
  })
}

/** What stands in backticks in the first cells of a text's tables. */
export function namesOf(text: string): readonly string[] {
  return rowsOf(text).flatMap(([first = '']) =>
    [...first.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  )
}
