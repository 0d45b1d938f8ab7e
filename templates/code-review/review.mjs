import { writeArtifact } from '../lib/phase.mjs'
import { askModel } from './ask-model.mjs'
import { checkLine, checkSize, checkTests } from './checks.mjs'
import { filesOf } from './files.mjs'
import { lint } from './linters.mjs'
import { reportOf } from './report.mjs'

const NOT_ASKED = { findings: [], summary: null, problem: null }
const SEVERITIES = ['high', 'medium', 'low']

/** Reads what the plan names, and leaves the findings as artifacts and their numbers as outputs. */
export async function review({ inputs, plan }, effect) {
  const files = filesOf(plan)
  const count = { files: 0, lines: 0 }
  const findings = files.flatMap((file) => [...checkFile(file, inputs, count)])
  if (plan.base !== null) findings.push(...checkTests(files))
  const linted = lintAll(plan, files)
  const asked = plan.model === null ? NOT_ASKED : await askModel(plan.model, files, effect)
  findings.push(...linted.findings, ...asked.findings)
  findings.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
  const outputs = { ...count, ...numbersOf(findings) }
  const untold = [
    ...plan.absent.map((program) => `${program} is not on this worker.`),
    ...linted.problems,
    ...(asked.problem === null ? [] : [asked.problem]),
  ]
  writeArtifact('findings.json', findings)
  writeArtifact(
    'review.md',
    reportOf({ title: inputs.title, plan, outputs, findings, untold, said: asked.summary }),
  )
  console.log(`${outputs.files} files, ${outputs.lines} lines, ${outputs.findings} findings`)
  return { outputs }
}

function* checkFile({ path, size, text, added }, inputs, count) {
  const lines = text?.split('\n') ?? null
  if (lines?.at(-1) === '') lines.pop()
  const { max_bytes: maxBytes, max_lines: maxLines, marks } = inputs
  yield* checkSize(path, { size, lines: lines?.length ?? null, maxBytes, maxLines })
  if (lines === null) return
  count.files += 1
  count.lines += added === null ? lines.length : added.size
  for (const [index, line] of lines.entries())
    if (added === null || added.has(index + 1)) yield* checkLine(path, index + 1, line, marks)
}

/** Linters read what is on the disk, which is not what another commit holds. */
function lintAll({ head, linters }, files) {
  if (head !== null)
    return {
      findings: [],
      problems: linters.map(({ command: [program] }) => `${program} reads what is on the disk.`),
    }
  const paths = files.map(({ path }) => path)
  const added = new Map(files.map((file) => [file.path, file.added]))
  const runs = linters.map((linter) => ({ program: linter.command[0], ...lint(linter, paths) }))
  return {
    findings: runs
      .flatMap(({ findings }) => findings)
      .filter(({ path, line }) => added.get(path)?.has(line) ?? true),
    problems: runs.flatMap(({ program, problem }) => (problem === null ? [] : [`${program}: ${problem}`])),
  }
}

function numbersOf(findings) {
  const number = (key, value) => findings.filter((finding) => finding[key] === value).length
  return {
    findings: findings.length,
    high: number('severity', 'high'),
    marks: number('kind', 'mark'),
    oversized: number('kind', 'oversized'),
    secrets: number('kind', 'secret'),
    conflicts: number('kind', 'conflict'),
    untested: number('kind', 'untested'),
    lint: number('kind', 'lint'),
    model: number('kind', 'model'),
  }
}
