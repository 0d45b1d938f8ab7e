/** Reads the files below a path, and tells what is marked and what is long. Written in TypeScript, for Bun. */
import { readdir, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { type AgentContext, defineAgent } from '@muster/sdk/agent'

/** What this agent uses of Bun. */
declare const Bun: {
  readonly env: Readonly<Record<string, string | undefined>>
  file(path: string): { readonly size: number; arrayBuffer(): Promise<ArrayBuffer> }
}

const SKIPPED = new Set(['.git', '.muster', '.turbo', 'dist', 'node_modules'])
const MAX_FILES = 5_000
const MAX_BYTES = 512 * 1024

function targetOf({ inputs: { path } }: AgentContext): string {
  return typeof path === 'string' ? path : '.'
}

/** The directory to read, below the one Muster was started in. */
async function rootOf(path: string): Promise<string> {
  const project = await realpath(Bun.env['MUSTER_PROJECT_DIR'] ?? '.')
  const root = await realpath(join(project, path))
  if (root !== project && !root.startsWith(project + sep)) throw new Error('`path` leads out of the project')
  return root
}

/** The files below a directory, as paths from it. */
async function* filesBelow(root: string, below = ''): AsyncGenerator<string> {
  const entries = await readdir(join(root, below), { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(below, entry.name)
    if (entry.isFile()) yield path
    else if (entry.isDirectory() && !SKIPPED.has(entry.name)) yield* filesBelow(root, path)
  }
}

const agent = defineAgent({
  name: 'analyst-bun',
  version: '1.0.0',

  async plan(context) {
    const target = targetOf(context)
    await rootOf(target)
    return { summary: `read ${target}`, actions: [{ verb: 'read', target }] }
  },

  async execute(context) {
    const { inputs, signal } = context
    const marks = Array.isArray(inputs['marks']) ? inputs['marks'].map(String) : []
    const longest = Number(inputs['max_lines'] ?? 500)
    const root = await rootOf(targetOf(context))
    const found: { readonly file: string; readonly line: number; readonly words: string }[] = []
    let files = 0
    let lines = 0
    for await (const file of filesBelow(root)) {
      signal.throwIfAborted()
      const source = Bun.file(join(root, file))
      if (source.size > MAX_BYTES) continue
      const text = decode(await source.arrayBuffer())
      if (text === null) continue
      const rows = text.split('\n')
      files += 1
      lines += rows.length
      if (rows.length > longest) found.push({ file, line: 1, words: `${rows.length} lines` })
      for (const [index, row] of rows.entries())
        for (const mark of marks) if (row.includes(mark)) found.push({ file, line: index + 1, words: mark })
      if (files % 500 === 0) context.progress(`${files} files read`)
      if (files >= MAX_FILES) break
    }
    await context.stageArtifact({
      name: 'findings.json',
      content: JSON.stringify(found.slice(0, 1_000), null, 2),
    })
    await context.emit('files', files)
    await context.emit('lines', lines)
    return { findings: found.length, language: 'bun' }
  },

  verify({ outputs }) {
    const missing = ['files', 'lines', 'findings'].filter((name) => typeof outputs[name] !== 'number')
    if (missing.length > 0) throw new Error(`these outputs are missing: ${missing.join(', ')}`)
    return { outputs: Object.keys(outputs).length }
  },
})

function decode(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

await agent.serve()
