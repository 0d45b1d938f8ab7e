import { formatDuration } from '@muster/core'
import { countStages, type PhaseMark, type RunModel, type StageModel } from '../model/run-model.ts'
import { clip, printable, type Theme } from '../terminal.ts'
import { paintAs, symbolOf, WORD_WIDTH, wordOf } from './look.ts'

export interface TreeOptions {
  readonly now: number
  readonly theme: Theme
  readonly columns: number
  /** At most this many lines; what asks for attention stays. */
  readonly maxLines: number
}

const MAX_LABEL = 40
const MARKS: Readonly<Record<PhaseMark, readonly [string, keyof Theme]>> = {
  todo: ['○', 'dim'],
  now: ['◉', 'busy'],
  succeeded: ['●', 'good'],
  failed: ['✗', 'bad'],
}

/** A run as a tree: one line for the run, one for each stage. */
export function renderTree(model: RunModel, options: TreeOptions): readonly string[] {
  const shown = hideInsideSkipped(model.stages)
  const { kept, left } = fit(shown, options.maxLines - 1)
  const width = Math.min(MAX_LABEL, Math.max(0, ...kept.map((stage) => stage.depth * 2 + stage.label.length)))
  const lines = [runLine(model, options), ...kept.map((stage) => stageLine(stage, width, options))]
  if (left.length > 0) lines.push(options.theme.dim(`  … ${left.length} more: ${countText(left)}`))
  return lines.map((line) => clip(line, options.columns))
}

/** `2 succeeded, 1 failed`, worst last. */
export function countText(stages: readonly StageModel[]): string {
  const counts = [...countStages(stages)]
  return counts.map(([key, count]) => `${count} ${key === 'open' ? 'open' : wordOf(key)}`).join(', ')
}

function runLine(model: RunModel, { now, theme }: TreeOptions): string {
  const word = paintAs(model.status, wordOf(model.status), theme)
  const took = formatDuration(Math.max(0, (model.finishedAt ?? now) - model.startedAt))
  const reason = model.reason === null ? '' : `  ${oneLine(model.reason)}`
  return `${theme.bold(`${model.pipeline} ${model.version}`)}  ${model.id}  ${word}  ${took}${reason}`
}

function stageLine(stage: StageModel, width: number, { now, theme }: TreeOptions): string {
  const indent = '  '.repeat(stage.depth)
  const label = `${indent}${symbolOf(stage.status, theme)} ${stage.label.padEnd(width - indent.length)}`
  const word = paintAs(stage.status, wordOf(stage.status).padEnd(WORD_WIDTH), theme)
  const marks =
    stage.phases === null ? ' '.repeat(8) : stage.phases.map((mark) => paintMark(mark, theme)).join('')
  const took = durationOf(stage, now).padStart(6)
  const note = noteOf(stage, now)
  return `  ${label}  ${word}  ${marks}  ${took}${note === '' ? '' : `  ${theme.dim(note)}`}`.trimEnd()
}

function paintMark(mark: PhaseMark, theme: Theme): string {
  const [symbol, paint] = MARKS[mark]
  return theme[paint](symbol)
}

function durationOf({ startedAt, finishedAt }: StageModel, now: number): string {
  return startedAt === null ? '' : formatDuration(Math.max(0, (finishedAt ?? now) - startedAt))
}

function noteOf({ reason, deadlineAt, budget }: StageModel, now: number): string {
  const by = deadlineAt === null ? null : `${formatDuration(Math.max(0, deadlineAt - now))} left`
  return [by, budget, reason === null ? null : oneLine(reason)].filter((part) => part !== null).join('; ')
}

function oneLine(text: string): string {
  return printable(text).replace(/\s+/g, ' ').trim()
}

function hideInsideSkipped(stages: readonly StageModel[]): readonly StageModel[] {
  let hiddenBelow = Number.POSITIVE_INFINITY
  return stages.filter((stage) => {
    if (stage.depth > hiddenBelow) return false
    hiddenBelow = stage.status === 'skipped' ? stage.depth : Number.POSITIVE_INFINITY
    return true
  })
}

/** Keeps at most `max` stages, in order: those that work, wait or went wrong before those that ended well or have not begun. */
function fit(stages: readonly StageModel[], max: number) {
  if (stages.length <= max) return { kept: stages, left: [] }
  const ranked = stages.map((stage, index) => ({ stage, index, rank: rankOf(stage) }))
  const places = new Set(
    ranked
      .toSorted((a, b) => a.rank - b.rank || a.index - b.index)
      .slice(0, Math.max(0, max - 1))
      .map(({ index }) => index),
  )
  return {
    kept: stages.filter((_, index) => places.has(index)),
    left: stages.filter((_, index) => !places.has(index)),
  }
}

function rankOf({ status }: StageModel): number {
  if (status === 'running' || status === 'waiting') return 0
  if (status === 'succeeded' || status === 'skipped') return 3
  return status === 'pending' ? 2 : 1
}
