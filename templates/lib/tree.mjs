import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { fail } from './phase.mjs'
import { sha256 } from './plan.mjs'

const MAX_ENTRIES = 20_000
const MAX_BYTES = 256 * 1024 * 1024

/**
 * Everything below a directory, sorted: files with their digest and whether they may be run, links with where they lead.
 * `skips` says by path what does not belong. Fails for links that lead out, special files, and more than the bounds.
 */
export function readTree(root, skips) {
  const entries = []
  let bytes = 0
  const pending = ['']
  while (pending.length > 0) {
    const folder = pending.pop()
    for (const name of readdirSync(join(root, folder))) {
      const path = join(folder, name)
      if (skips(path)) continue
      const found = lstatSync(join(root, path))
      bytes += found.size
      if (entries.length >= MAX_ENTRIES || bytes > MAX_BYTES)
        fail(`${root} holds more than ${MAX_ENTRIES} files or ${MAX_BYTES} bytes`)
      if (found.isDirectory()) {
        entries.push({ path, kind: 'directory' })
        pending.push(path)
      } else if (found.isSymbolicLink()) entries.push({ path, kind: 'link', to: linkInside(root, path) })
      else if (found.isFile())
        entries.push({
          path,
          kind: (found.mode & 0o100) === 0 ? 'file' : 'program',
          sha256: sha256(readFileSync(join(root, path))),
        })
      else fail(`${path} is neither file nor directory nor link`)
    }
  }
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Where a link leads, when that is inside the tree: what is outside, an approval would not cover. */
function linkInside(root, path) {
  const to = readlinkSync(join(root, path))
  const inside = relative(root, resolve(root, dirname(path), to))
  if (isAbsolute(to) || inside.startsWith('..')) fail(`${path} is a link that leads out of ${root}`)
  return to
}

export function digestOf(entries) {
  return `sha256:${sha256(JSON.stringify(entries))}`
}

/** The paths in which two trees differ, in order. */
export function differences(before, after) {
  const lines = (entries) => new Map(entries.map((entry) => [entry.path, JSON.stringify(entry)]))
  const [old, now] = [lines(before), lines(after)]
  const paths = new Set([...old.keys(), ...now.keys()])
  return [...paths].filter((path) => old.get(path) !== now.get(path)).sort()
}

/** Copies the entries of a tree, and nothing else, to a directory that is made anew. */
export function copyTree(root, entries, to) {
  rmSync(to, { recursive: true, force: true })
  mkdirSync(to, { recursive: true })
  for (const { path, kind, to: target } of entries) {
    const copy = join(to, path)
    if (kind === 'directory') mkdirSync(copy)
    else if (kind === 'link') symlinkSync(target, copy)
    else {
      copyFileSync(join(root, path), copy)
      chmodSync(copy, kind === 'program' ? 0o755 : 0o644)
    }
  }
}
