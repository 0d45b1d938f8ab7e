import type { Problem } from '@muster/core'
import { clip, printable, type Theme } from '../terminal.ts'

export interface ProblemOptions {
  readonly theme: Theme
  /** The text that the problems are about, to show their lines; null shows none. */
  readonly source: string | null
  readonly columns: number
}

/** Faults of one document: place, code and message, the line with a caret, what was expected, a hint. */
export function renderProblems(problems: readonly Problem[], options: ProblemOptions): readonly string[] {
  const lines = options.source === null ? [] : options.source.split(/\r?\n/)
  return problems.flatMap((problem) => [...renderProblem(problem, lines[problem.line - 1], options), ''])
}

function renderProblem(
  problem: Problem,
  line: string | undefined,
  options: ProblemOptions,
): readonly string[] {
  const { theme, columns } = options
  const place = theme.bold(`${problem.file}:${problem.line}:${problem.column}`)
  return [
    `${place}  ${theme.bad(problem.code)}  ${printable(problem.message)}`,
    ...(line === undefined ? [] : excerpt(line, problem, columns).map(theme.dim)),
    ...(problem.expected === null ? [] : [`  expected: ${printable(problem.expected)}`]),
    ...(problem.hint === null ? [] : [`  hint: ${printable(problem.hint)}`]),
  ]
}

function excerpt(line: string, { line: number, column }: Problem, columns: number): readonly string[] {
  const margin = `  ${number} | `
  const before = line.slice(0, column - 1)
  if (margin.length + before.length >= columns) return []
  const blank = before.replace(/[^\t]/g, ' ')
  return [clip(margin + printable(line), columns), `${' '.repeat(margin.length - 2)}| ${blank}^`]
}

/** `3 faults` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
