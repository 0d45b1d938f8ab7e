import type { MusterError } from '@muster/core'
import { printable, type Theme } from '../terminal.ts'
import { renderProblems } from './problems.ts'

/** An error: what is wrong, and what to do next. */
export function renderError(error: MusterError, theme: Theme, columns: number): readonly string[] {
  return [
    ...renderProblems(error.problems, { theme, source: null, columns }),
    `${theme.bad('error:')} ${printable(error.message)}`,
    `  hint: ${printable(error.hint)}`,
    theme.dim(`  code: ${error.code}`),
  ]
}
