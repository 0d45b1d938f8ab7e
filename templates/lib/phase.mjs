import { readFileSync, writeFileSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'

export const PROJECT = process.env.MUSTER_PROJECT_DIR

/** Why a phase cannot succeed: for people, who need no stack. */
export class Problem extends Error {}

process.on('uncaughtException', (error) => {
  console.error(error instanceof Problem ? error.message : error)
  process.exit(1)
})

/** What Muster gave to this phase: inputs, needs, and what the phases before it came to. */
export function readPhase() {
  return JSON.parse(readFileSync(process.env.MUSTER_INPUT, 'utf8'))
}

/** Ends the phase as failed. The last line is what people see first. */
export function fail(problem) {
  throw new Problem(problem)
}

export function writeOutput(value) {
  writeFileSync(process.env.MUSTER_OUTPUT, JSON.stringify(value))
}

export function writeArtifact(name, content) {
  const plain = typeof content === 'string' || Buffer.isBuffer(content)
  const written = plain ? content : `${JSON.stringify(content, null, 2)}\n`
  writeFileSync(join(process.env.MUSTER_ARTIFACTS, name), written)
}

/** A path as seen from the project's directory, `.` for that itself. Fails for one that leads out of it. */
export function insideProject(path) {
  const inside = relative(PROJECT, resolve(PROJECT, path))
  if (inside.startsWith('..') || isAbsolute(inside)) fail(`${path} is not below ${PROJECT}`)
  return inside || '.'
}
