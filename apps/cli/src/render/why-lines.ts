import { type Wait, WAIT_STATUS, type WhyView } from '@muster/core'
import { clip, printable, type Theme } from '../terminal.ts'
import { symbolOf } from './look.ts'
import { moment } from './when.ts'

export interface WhyOptions {
  readonly theme: Theme
  readonly columns: number
}

/** Why a run waits: what people can end first, each with who, by when, what then, and how. */
export function renderWhy(view: WhyView, options: WhyOptions): readonly string[] {
  const { waits, status, run, at } = view
  if (waits.length === 0)
    return [status === 'succeeded' ? `Run ${run} succeeded: nothing waits.` : 'Nothing waits.']
  return waits.flatMap((wait, index) => [...(index === 0 ? [] : ['']), ...waitLines(wait, at, options)])
}

function waitLines(wait: Wait, now: number, { theme, columns }: WhyOptions): readonly string[] {
  const title = theme.bold(wait.stage ?? 'the run')
  const fact = (name: string, text: string) => `  ${theme.dim(name.padEnd(5))}  ${oneLine(text)}`
  return [
    `${symbolOf(WAIT_STATUS[wait.kind], theme)} ${title}  ${oneLine(wait.why)}`,
    ...(wait.since === null ? [] : [fact('since', moment(wait.since, now))]),
    ...(wait.who.length === 0 ? [] : [fact('who', wait.who.join(', '))]),
    ...(wait.by === null ? [] : [fact('by', moment(wait.by, now))]),
    fact('then', wait.next),
    ...wait.how.map((command, index) => fact(index === 0 ? 'do' : '', command)),
  ].map((line) => clip(line, columns))
}

function oneLine(text: string): string {
  return printable(text).replace(/\s+/g, ' ').trim()
}
