import { readPhase, writeArtifact, writeOutput } from '../lib/phase.mjs'
import { checkLine, checkSize, checkTests } from './checks.mjs'
import { filesOf } from './files.mjs'
import { lint } from './linters.mjs'
import { reportOf } from './report.mjs'

const { inputs, plan } = readPhase()
const files = filesOf(plan)
const count = { files: 0, lines: 0 }

function* review(file) {
  const { path, size, text, added } = file
  const lines = text?.split('\n') ?? null
  if (lines?.at(-1) === '') lines.pop()
  yield* checkSize(path, {
    size,
    lines: lines?.length ?? null,
    maxBytes: inputs.max_bytes,
    maxLines: inputs.max_lines,
  })
  if (lines === null) return
  count.files += 1
  count.lines += added === null ? lines.length : added.size
  for (const [index, line] of lines.entries())
    if (added === null || added.has(index + 1)) yield* checkLine(path, index + 1, line, inputs.marks)
}

const findings = files.flatMap((file) => [...review(file)])
if (plan.base !== null) findings.push(...checkTests(files))
const untold = plan.absent.map((program) => `${program} is not on this worker.`)
// Linters read what is on the disk, which is not what another commit holds.
for (const linter of plan.head === null ? plan.linters : []) {
  const { findings: found, problem } = lint(
    linter,
    files.map(({ path }) => path),
  )
  const isNew = ({ path, line }) => files.find((file) => file.path === path)?.added?.has(line) ?? true
  findings.push(...found.filter(isNew))
  if (problem !== null) untold.push(`${linter.command[0]} told nothing: ${problem}`)
}
if (plan.head !== null && plan.linters.length > 0)
  untold.push('Linters were not run: they read what is on the disk.')

const SEVERITIES = ['high', 'medium', 'low']
findings.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
const number = (key, value) => findings.filter((finding) => finding[key] === value).length
const outputs = {
  ...count,
  findings: findings.length,
  high: number('severity', 'high'),
  marks: number('kind', 'mark'),
  oversized: number('kind', 'oversized'),
  secrets: number('kind', 'secret'),
  conflicts: number('kind', 'conflict'),
  untested: number('kind', 'untested'),
  lint: number('kind', 'lint'),
}
writeArtifact('findings.json', findings)
writeArtifact('review.md', reportOf({ title: inputs.title, plan, outputs, findings, untold }))
writeOutput(outputs)
console.log(`${outputs.files} files, ${outputs.lines} lines, ${outputs.findings} findings`)
