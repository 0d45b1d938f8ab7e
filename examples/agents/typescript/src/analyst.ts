/** Reads the files below a path, and tells what is marked and what is long. Written in TypeScript, for Node. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { type AgentContext, defineAgent } from '@muster/sdk/agent'

const SKIPPED = new Set(['.git', '.muster', '.turbo', 'dist', 'node_modules'])
const MAX_FILES = 5_000
const MAX_BYTES = 512 * 1024

function targetOf({ inputs: { path } }: AgentContext): string {
  return typeof path === 'string' ? path : '.'
}

/** The directory or file to read, below the one Muster was started in. */
async function rootOf(context: AgentContext): Promise<string> {
  const project = await realpath(process.env['MUSTER_PROJECT_DIR'] ?? '.')
  const path = await realpath(join(project, targetOf(context)))
  if (path !== project && !path.startsWith(project + sep)) throw new Error('`path` leads out of the project')
  return path
}

async function* filesBelow(path: string): AsyncGenerator<string> {
  if ((await stat(path)).isFile()) return yield path
  const entries = await readdir(path, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isFile()) yield join(path, entry.name)
    else if (entry.isDirectory() && !SKIPPED.has(entry.name)) yield* filesBelow(join(path, entry.name))
  }
}

/** The text of a small file, or null. */
async function textOf(path: string): Promise<string | null> {
  try {
    if ((await stat(path)).size > MAX_BYTES) return null
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch {
    return null
  }
}

const agent = defineAgent({
  name: 'analyst-typescript',
  version: '1.0.0',

  async plan(context) {
    const target = targetOf(context)
    await rootOf(context)
    return { summary: `read ${target}`, actions: [{ verb: 'read', target }] }
  },

  async execute(context) {
    const { inputs, signal } = context
    const marks = Array.isArray(inputs['marks']) ? inputs['marks'].map(String) : []
    const longest = Number(inputs['max_lines'] ?? 500)
    const root = await rootOf(context)
    const found: { readonly file: string; readonly line: number; readonly words: string }[] = []
    let files = 0
    let lines = 0
    for await (const path of filesBelow(root)) {
      signal.throwIfAborted()
      const text = await textOf(path)
      if (text === null) continue
      const rows = text.split('\n')
      const file = relative(root, path)
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
    return { findings: found.length, language: 'typescript' }
  },

  verify({ outputs }) {
    const missing = ['files', 'lines', 'findings'].filter((name) => typeof outputs[name] !== 'number')
    if (missing.length > 0) throw new Error(`these outputs are missing: ${missing.join(', ')}`)
    return { outputs: Object.keys(outputs).length }
  },
})

await agent.serve()
