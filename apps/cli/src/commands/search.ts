import { agentId, EXIT, type SearchGroup, type SearchHit, type SearchKind, visible } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import { type Context, columnsOf } from '../context.ts'
import { wordOf } from '../render/look.ts'
import { renderTable } from '../render/table.ts'
import { dayAndTime } from '../render/when.ts'
import { withMuster } from '../with-muster.ts'
import { wholeNumber } from './options.ts'

/** Adds `search`. */
export function addSearch(program: Command, act: Act): void {
  program
    .command('search')
    .summary('search runs, agents, stages, gates and the ledger')
    .description('Finds runs, agents, stages, gates and entries of the ledger, newest first.')
    .argument('<query...>', 'words, and filters as status:failed')
    .option('--limit <count>', 'of each kind at most so many', wholeNumber('--limit', 1, 100), 10)
    .action(act(search))
}

function search(
  context: Context,
  words: readonly string[],
  options: { readonly limit: number },
): Promise<number> {
  return withMuster(context, async (muster) => {
    const groups = await muster.search(words.join(' '), options)
    const { output } = context.globals
    if (output === 'json') context.answer({ groups })
    else if (output === 'jsonl') for (const hit of groups.flatMap(({ hits }) => hits)) context.answer(hit)
    else context.print(textOf(context, groups))
    return EXIT.ok
  })
}

const TITLES: Readonly<Record<SearchKind, string>> = {
  run: 'Runs',
  agent: 'Agents',
  stage: 'Stages',
  gate: 'Gates',
  entry: 'Entries of the ledger',
}
const HEADS: Readonly<Record<SearchKind, readonly string[]>> = {
  run: ['RUN', 'STATUS', 'SUBMITTED', 'BY', 'WHY'],
  agent: ['AGENT', 'STATUS', 'BEGAN', 'WHY'],
  stage: ['STAGE', 'STATUS', 'BEGAN', 'WHY'],
  gate: ['GATE', 'STATUS', 'OPENED', 'ASKS'],
  entry: ['RUN', 'ENTRY', 'AT', 'WHAT', 'STAGE'],
}

function textOf({ io }: Context, groups: readonly SearchGroup[]): readonly string[] {
  const found = groups.filter(({ hits }) => hits.length > 0)
  if (found.length === 0) return ['Nothing was found.']
  return found.flatMap(({ kind, hits, count, next }, index) => [
    ...(index === 0 ? [] : ['']),
    `${TITLES[kind]}: ${count}${next !== null && count <= hits.length ? ', and perhaps more' : ''}`,
    ...renderTable(HEADS[kind], hits.map(rowOf), columnsOf(io.out)),
  ])
}

function rowOf(hit: SearchHit): readonly string[] {
  switch (hit.kind) {
    case 'run': {
      const { id, status, submittedAt, by, reason } = hit.run
      return [id, wordOf(status), dayAndTime(submittedAt), line(by.name), line(reason)]
    }
    case 'agent':
    case 'stage': {
      const { run, stage, status, startedAt, reason } = hit
      const began = startedAt === null ? '' : dayAndTime(startedAt)
      return [agentId(run, stage), wordOf(status), began, line(reason)]
    }
    case 'gate': {
      const { run, stage, verdict, openedAt, message } = hit
      return [
        agentId(run, stage),
        (verdict ?? 'waiting').replace('_', ' '),
        dayAndTime(openedAt),
        line(message),
      ]
    }
    case 'entry': {
      const { seq, at, cause } = hit.entry
      return [hit.run, String(seq), dayAndTime(at), cause.kind, 'stage' in cause ? cause.stage : '']
    }
  }
}

/** A text from outside, on one line. */
function line(text: string | null): string {
  return visible(text ?? '', 200).replace(/\s+/g, ' ')
}
