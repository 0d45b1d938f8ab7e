import { budgetText, type EffectStatus, formatDuration, type RunSummary, type RunView } from '@muster/core'
import type { RunModel } from '../model/run-model.ts'
import { printable, type Theme } from '../terminal.ts'
import { EFFECT_WORDS } from './effect-lines.ts'
import { shortJson } from './json.ts'
import { paintAs, wordOf } from './look.ts'
import { countText } from './tree.ts'
import { dayAndTime } from './when.ts'

/** What an ended run came to: how it ended, what went wrong, what its agents put out, and where to look next. */
export function renderSummary(view: RunView, model: RunModel, theme: Theme): readonly string[] {
  const { run } = view
  const took = formatDuration(Math.max(0, (run.finishedAt ?? run.submittedAt) - run.submittedAt))
  const word = paintAs(run.status, wordOf(run.status), theme)
  const reason = run.reason === null ? '' : ` ${printable(run.reason)}`
  if (run.trimmedAt !== null) return trimmedLines(run, `Run ${run.id} ${word} in ${took}.${reason}`)
  return [
    `Run ${run.id} ${word} in ${took}: ${countText(model.stages)}.${reason}`,
    ...section('Went wrong', theme, wrongLines(model)),
    ...section('Budgets', theme, budgetLines(view)),
    ...renderWithoutSandbox(view, theme),
    ...section('Effects', theme, effectLines(view)),
    ...section('Outputs', theme, outputLines(view)),
    ...section('Evidence', theme, evidenceLines(view)),
    ...section('Next', theme, nextLines(view)),
  ]
}

/** Which agents nothing stood between and the machine of their worker. */
export function renderWithoutSandbox({ withoutSandbox }: RunView, theme: Theme): readonly string[] {
  return section('Ran without a sandbox', theme, withoutSandbox)
}

function trimmedLines({ by, head, seq, trimmedAt }: RunSummary, first: string): readonly string[] {
  return [
    first,
    `It was started by ${printable(by.name)} and trimmed at ${dayAndTime(trimmedAt ?? 0)}: its stages and entries are no longer kept.`,
    `Its last entry was number ${seq}, with the hash ${head}.`,
  ]
}

function section(title: string, theme: Theme, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [theme.bold(title), ...lines.map((line) => `  ${line}`)]
}

function wrongLines(model: RunModel): readonly string[] {
  const wrong = model.stages.filter(
    ({ status, type, reason }) =>
      (status === 'failed' || status === 'timed_out' || status === 'revoked') &&
      (type === 'agent' || type === 'gate') &&
      reason !== null,
  )
  return columns(wrong.map((stage) => [stage.id, printable(stage.reason ?? '')]))
}

function budgetLines(view: RunView): readonly string[] {
  return columns(
    view.stages.flatMap(({ stage, budget }) => {
      const text = budget === null ? '' : budgetText(budget)
      return text === '' ? [] : [[stage, text]]
    }),
  )
}

/** How many effects came to what. */
function effectLines({ effects }: RunView): readonly string[] {
  const counts = new Map<EffectStatus, number>()
  for (const { status } of effects) counts.set(status, (counts.get(status) ?? 0) + 1)
  return counts.size === 0
    ? []
    : [[...counts].map(([status, count]) => `${count} ${EFFECT_WORDS[status]}`).join(', ')]
}

function outputLines(view: RunView): readonly string[] {
  return columns(
    view.stages.flatMap((stage) =>
      Object.entries(stage.outputs).map(([name, value]) => [stage.stage, `${name} = ${shortJson(value)}`]),
    ),
  )
}

function evidenceLines(view: RunView): readonly string[] {
  return columns(
    view.stages.flatMap((stage) => (stage.manifest === null ? [] : [[stage.stage, stage.manifest]])),
  )
}

function nextLines({ run }: RunView): readonly string[] {
  return columns([
    [`npx muster logs ${run.id}`, 'what its agents wrote'],
    [`npx muster ledger verify --run ${run.id}`, 'that its history is whole'],
    ...(run.status === 'failed' || run.status === 'timed_out' || run.status === 'cancelled'
      ? [[`npx muster retry ${run.id}`, 'again, from what did not succeed']]
      : []),
  ])
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([first = '']) => first.length))
  return rows.map(([first = '', second = '']) => `${first.padEnd(width)}  ${second}`)
}
