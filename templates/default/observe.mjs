import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'

const MAX_FILES = 20_000
/** Files beyond this are told by their size alone. */
const MAX_DIGEST_BYTES = 16 * 1024 * 1024
const SKIPPED = new Set(['.git', '.muster', 'node_modules'])
const { inputs } = JSON.parse(readFileSync(process.env.MUSTER_INPUT, 'utf8'))
const artifact = (name) => join(process.env.MUSTER_ARTIFACTS, name)

if (inputs.directory !== '') observeDirectory(inputs.directory)
if (inputs.command.length > 0) observeCommand(inputs.command.map(String))

/** Tells what is in a directory: every file with its size and digest, and one digest of it all. */
function observeDirectory(directory) {
  const root = resolve(process.env.MUSTER_PROJECT_DIR, directory)
  const inside = relative(process.env.MUSTER_PROJECT_DIR, root)
  if (inside.startsWith('..') || isAbsolute(inside)) throw new Error(`${directory} is not below the project`)
  const files = []
  const pending = ['']
  while (pending.length > 0) {
    const folder = pending.pop()
    for (const name of readdirSync(join(root, folder))) {
      const path = join(folder, name)
      const found = lstatSync(join(root, path))
      if (found.isDirectory() && !SKIPPED.has(name)) pending.push(path)
      if (!found.isFile()) continue
      if (files.length >= MAX_FILES) throw new Error(`${directory} holds more than ${MAX_FILES} files`)
      files.push({
        path,
        bytes: found.size,
        sha256: found.size > MAX_DIGEST_BYTES ? null : digestOf(join(root, path)),
      })
    }
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const digest = createHash('sha256').update(JSON.stringify(files)).digest('hex')
  writeFileSync(artifact('directory.json'), JSON.stringify(files, null, 2))
  writeFileSync(artifact('directory.md'), reportOf(directory, files, bytes, digest))
  writeFileSync(process.env.MUSTER_OUTPUT, JSON.stringify({ files: files.length, bytes, digest }))
  console.log(`${directory}: ${files.length} files, ${bytes} bytes`)
}

function digestOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

function reportOf(directory, files, bytes, digest) {
  const kinds = new Map()
  for (const { path, bytes: size } of files) {
    const kind = /[^/](\.[A-Za-z0-9]{1,12})$/.exec(path)?.[1] ?? 'others'
    const { count = 0, total = 0 } = kinds.get(kind) ?? {}
    kinds.set(kind, { count: count + 1, total: total + size })
  }
  const rows = [...kinds].sort().map(([kind, { count, total }]) => `| ${kind} | ${count} | ${total} |`)
  return [
    `# ${directory}`,
    '',
    `${files.length} files, ${bytes} bytes, digest \`${digest}\`.`,
    '',
    '| Kind | Files | Bytes |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

/** Runs a program, which may write outputs and artifacts itself; its end is the end of the phase. */
function observeCommand([program, ...rest]) {
  const end = spawnSync(program, rest, { stdio: 'inherit' })
  if (end.error) console.error(`${program}: ${end.error.message}`)
  if (end.signal) process.kill(process.pid, end.signal)
  process.exitCode = end.status ?? 1
}
