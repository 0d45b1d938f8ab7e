import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, resolve } from 'node:path'
import { PROJECT } from '../lib/phase.mjs'

const LINTER_MS = 120_000
const MAX_FINDINGS = 500

/** Whether a program is on the PATH, or at the place below the project that its name says. */
export function isPresent(program) {
  const folders = program.includes('/') ? [PROJECT] : process.env.PATH.split(delimiter)
  return folders.some((folder) => {
    try {
      accessSync(resolve(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** The files that a linter is for: their names end as it says. */
function filesFor({ files }, paths) {
  return paths.filter((path) => files.some((end) => path.endsWith(end)))
}

/**
 * Runs a linter on files and makes findings of the lines `path:line: words` or `path:line:column: words` that it puts
 * out. What it says of other files is left out. Answers why there is no telling when it could not be run.
 */
export function lint({ command, files: ends }, paths) {
  const [program, ...args] = command
  const files = filesFor({ files: ends }, paths)
  if (files.length === 0) return { findings: [], problem: null }
  const run = spawnSync(program, [...args, ...files], {
    cwd: PROJECT,
    encoding: 'utf8',
    timeout: LINTER_MS,
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (run.error || run.signal)
    return { findings: [], problem: run.error?.message ?? `it ended with ${run.signal}` }
  const known = new Set(files)
  const findings = `${run.stdout}\n${run.stderr}`.split('\n').flatMap((text) => {
    const [, path, line, words] = /^(?:\.\/)?([^:\s][^:]*):(\d+)(?::\d+)?:? (.+)$/.exec(text) ?? []
    if (path === undefined || !known.has(path.replace(`${PROJECT}/`, ''))) return []
    const problem = `${program}: ${words.trim().slice(0, 300)}`
    return [
      {
        path: path.replace(`${PROJECT}/`, ''),
        line: Number(line),
        kind: 'lint',
        severity: 'medium',
        problem,
      },
    ]
  })
  // Linters fail when they find something; failing without a finding is another matter.
  const problem =
    run.status !== 0 && findings.length === 0 ? `it ended with ${run.status}: ${lastLine(run)}` : null
  return { findings: findings.slice(0, MAX_FINDINGS), problem }
}

function lastLine({ stdout, stderr }) {
  return `${stdout}\n${stderr}`.trim().split('\n').at(-1)?.slice(0, 200) ?? ''
}
