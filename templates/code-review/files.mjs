import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from '../lib/phase.mjs'
import { changedFiles, diskPath, textAt } from './diff.mjs'

const MAX_FILES = 20_000
const MAX_READ_BYTES = 1024 * 1024
const SKIPPED = new Set(['.git', '.muster', '.terraform', '.turbo', 'coverage', 'dist', 'node_modules'])

/**
 * The files to review: those that changed when the plan says from which commit, otherwise all below its path. Of each
 * the size, the text (null for what is not text, or too large), and the lines that are new (null for all of them).
 */
export function filesOf({ path, base, head }) {
  if (base === null) return belowDirectory(path)
  const { changed, untracked } = changedFiles(base, head, path)
  return [
    ...changed.flatMap(({ path: name, added }) => {
      const found = head === null ? onDisk(name) : asText(name, textAt(head, name, MAX_READ_BYTES))
      return found === null ? [] : [{ ...found, added }]
    }),
    ...untracked
      .flatMap((name) => onDisk(name) ?? [])
      .map((file) => ({ ...file, added: linesOf(file.text) })),
  ]
}

function linesOf(text) {
  return new Set((text ?? '').split('\n').map((_, index) => index + 1))
}

function belowDirectory(path) {
  const files = []
  const pending = [path]
  while (pending.length > 0) {
    const next = pending.shift()
    const found = lstatSync(diskPath(next))
    if (found.isDirectory()) {
      const names = readdirSync(diskPath(next))
        .filter((name) => !SKIPPED.has(name))
        .sort()
      pending.push(...names.map((name) => join(next, name)))
    } else if (found.isFile()) {
      if (files.length >= MAX_FILES)
        fail(`there are more than ${MAX_FILES} files below ${path}: review a part of them`)
      files.push({ ...onDisk(next), added: null })
    }
  }
  return files
}

/** A file as it is on the disk; null for what is no regular file, which is not followed. */
function onDisk(path) {
  const found = lstatSync(diskPath(path), { throwIfNoEntry: false })
  if (!found?.isFile()) return null
  const text = found.size > MAX_READ_BYTES ? null : readFileSync(diskPath(path), 'utf8')
  return asText(path, { size: found.size, text })
}

function asText(path, { size, text }) {
  return { path, size, text: text?.includes('\0') ? null : text }
}
