import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fail, PROJECT } from '../lib/phase.mjs'

/** Paths are told from the project, which may lie below the top of its repository. What a repository configures must not decide what is run here, nor may looking at it change it. */
const SAFE = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.quotePath=false']
const ENV = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'safe.directory',
  GIT_CONFIG_VALUE_0: '*',
}
const PLAIN = [
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--no-renames',
  '--src-prefix=a/',
  '--dst-prefix=b/',
]

/** The answer of git, or null when it refuses. */
function git(args) {
  const run = spawnSync('git', [...SAFE, '-C', PROJECT, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...ENV },
  })
  if (run.error) fail(`git cannot be run: ${run.error.message}`)
  return run.status === 0 ? run.stdout : null
}

/** The commit that a revision names. Fails for what is none: an option, for one. */
export function commitOf(revision) {
  const commit =
    /^[\w./@^~{}-]{1,200}$/.test(revision) && !revision.startsWith('-')
      ? git(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`])?.trim()
      : null
  return commit || fail(`\`${revision}\` names no commit of the repository at ${PROJECT}`)
}

/**
 * The files that changed below a path from one commit to another, or to what is on the disk when `head` is null, each
 * with its text and the numbers of the lines that were added. Files that were deleted are left out.
 */
export function changedFiles(base, head, path) {
  const range = head === null ? [base] : [base, head]
  const diff =
    git(['diff', '--relative', ...PLAIN, '-U0', ...range, '--', path]) ??
    fail(`git cannot compare ${range.join(' and ')}`)
  const added = addedLines(diff)
  const untracked =
    head === null ? listOf(['ls-files', '--others', '--exclude-standard', '-z', '--', path]) : []
  const names = listOf([
    'diff',
    '--relative',
    ...PLAIN,
    '--name-only',
    '--diff-filter=d',
    '-z',
    ...range,
    '--',
    path,
  ])
  return {
    changed: names.map((name) => ({ path: name, added: added.get(name) ?? new Set() })),
    untracked,
  }
}

/** The text of a file at a commit, or null when it is too large to be read. */
export function textAt(commit, path, maxBytes) {
  const object = `${commit}:./${path}`
  const size = Number(git(['cat-file', '-s', object]))
  return { size, text: size > maxBytes ? null : (git(['cat-file', 'blob', object]) ?? '') }
}

function listOf(args) {
  return (git(args) ?? fail(`git ${args[0]} failed`)).split('\0').filter((name) => name !== '')
}

/** By path, the numbers of the lines that a diff adds. */
function addedLines(diff) {
  const files = new Map()
  let lines = null
  let next = 0
  let left = 0
  for (const line of diff.split('\n')) {
    if (left > 0 && line.startsWith('+')) {
      lines?.add(next)
      next += 1
      left -= 1
      continue
    }
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/.exec(line)
    if (hunk !== null) {
      next = Number(hunk[1])
      left = Number(hunk[2] ?? 1)
    } else if (line.startsWith('+++ ')) {
      lines = new Set()
      const name = line.slice(4).replace(/\t$/, '')
      if (name !== '/dev/null') files.set(unquoted(name).replace(/^b\//, ''), lines)
    }
  }
  return files
}

/** A path with a quote, a tab or a control character comes quoted as in C. */
function unquoted(name) {
  if (!name.startsWith('"')) return name
  const bytes = []
  for (const [part, octal, letter] of name.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|[^\\]+/gs)) {
    if (octal !== undefined) bytes.push(Buffer.from([Number.parseInt(octal, 8)]))
    else if (letter !== undefined) bytes.push(Buffer.from({ n: '\n', t: '\t', r: '\r' }[letter] ?? letter))
    else bytes.push(Buffer.from(part))
  }
  return Buffer.concat(bytes).toString('utf8')
}

export function diskPath(path) {
  return join(PROJECT, path)
}
