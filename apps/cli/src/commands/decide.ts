import { type Decision, EXIT, type GateEvidence, type GateView, MusterError } from '@muster/core'
import { coerceForm } from '@muster/dsl'
import type { AnswerOptions, Muster } from '@muster/sdk'
import { type Command, Option } from 'commander'
import type { Act } from '../act.ts'
import type { Context } from '../context.ts'
import { inputsOfPairs } from '../inputs.ts'
import { renderEvidence } from '../render/evidence-lines.ts'
import { whoOf } from '../render/gate-notice.ts'
import { runOfGate, sayIfLeft, withMuster } from '../with-muster.ts'

interface DecideOptions {
  readonly comment?: string
  readonly as?: string
  readonly seen?: string
  readonly set?: readonly string[]
  readonly to?: string
}

const ANSWERS = [
  ['approve', 'vote for a gate'],
  ['reject', 'vote against a gate'],
  ['send-back', 'have what a gate is about planned anew'],
  ['abstain', 'say that you have no say in a gate'],
  ['delegate', 'hand your vote at a gate to somebody else'],
] as const satisfies readonly (readonly [Decision, string])[]

/** Adds `approve`, `reject`, `send-back`, `abstain` and `delegate`. */
export function addDecisions(program: Command, act: Act): void {
  for (const [decision, summary] of ANSWERS) addDecision(program, act, decision, summary)
}

function addDecision(program: Command, act: Act, decision: Decision, summary: string): void {
  const command = program
    .command(decision)
    .summary(summary)
    .description(
      `${DESCRIPTIONS[decision]} Shows first what is decided on, unless \`--seen\` says that you know.`,
    )
    .argument('<gate...>', 'ids of gates, as `muster inbox` lists them; several must share a rule')
    .option('-m, --comment <text>', 'why; kept in the ledger')
    .option('--as <name>', 'speak for this approver; recorded, and for the owner of this machine alone')
    .option(
      '--seen <digest>',
      'what you decide on, as `muster gate show` says: refused when it changed since',
    )
  if (decision === 'approve') command.addOption(setOption())
  if (decision === 'delegate') command.requiredOption('--to <name>', 'the person who is to vote instead')
  command.action(
    act((context, gates: readonly string[], options: DecideOptions) =>
      decide(context, decision, gates, options),
    ),
  )
}

const DESCRIPTIONS: Readonly<Record<Decision, string>> = {
  approve: 'Votes for a gate.',
  reject: 'Votes against a gate.',
  'send-back': 'Sends what a gate is about back to its agents, which plan anew with the comment.',
  abstain: 'Says that you have no say in a gate.',
  delegate: 'Hands your vote at a gate to another person.',
}

function setOption(): Option {
  return new Option('--set <name=value>', 'what the form of the gate asks for; repeat it for more')
    .default([], 'none')
    .argParser((value: string, before: readonly string[]) => [...before, value])
}

/** Shows what is decided on, then decides it: a vote says which evidence it saw. */
function decide(
  context: Context,
  decision: Decision,
  gates: readonly string[],
  { comment, as, to, seen, set = [] }: DecideOptions,
): Promise<number> {
  if (seen !== undefined && gates.length > 1)
    throw new MusterError('MUSTER_USAGE', { problem: '`--seen` is about one gate.' })
  const runs = new Set(gates.map(runOfGate))
  return withMuster(context, async (muster, reached) => {
    const shown = await Promise.all(gates.map((gate) => muster.evidence(gate)))
    if (seen === undefined) for (const evidence of shown) show(context, evidence)
    const values = set.length === 0 ? undefined : coerceForm(shown[0]?.form ?? {}, inputsOfPairs(set))
    const options: AnswerOptions = {
      surface: 'cli',
      ...(comment === undefined ? {} : { comment }),
      ...(as === undefined ? {} : { as }),
      ...(to === undefined ? {} : { to }),
      ...(values === undefined ? {} : { values }),
    }
    const code = await answer(context, muster, decision, shown, { ...options, ...(seen && { seen }) })
    for (const run of runs) await sayIfLeft(context, reached, run)
    return code
  })
}

async function answer(
  context: Context,
  muster: Muster,
  decision: Decision,
  shown: readonly GateEvidence[],
  options: AnswerOptions,
): Promise<number> {
  const { globals } = context
  const [only, ...more] = shown
  if (only !== undefined && more.length === 0) {
    const gate = await muster.vote(only.gate, decision, { seen: only.digest, ...options })
    if (globals.output === 'text') context.print([textOf(gate)])
    else context.answer(gate)
    return EXIT.ok
  }
  const { surface, comment, as, to, values } = options
  if (decision === 'delegate' || to !== undefined || values !== undefined)
    throw new MusterError('MUSTER_USAGE', { problem: '`delegate` and `--set` are about one gate.' })
  const votes = shown.map(({ gate, digest }) => ({ gate, seen: digest }))
  const came = await muster.voteAll(votes, decision, {
    ...(surface === undefined ? {} : { surface }),
    ...(comment === undefined ? {} : { comment }),
    ...(as === undefined ? {} : { as }),
  })
  if (globals.output === 'text')
    context.print([
      ...came.answers.map(textOf),
      ...came.refused.map(({ error }) => `Refused: ${error.message}`),
    ])
  else context.answer(came)
  return came.refused.length === 0 ? EXIT.ok : EXIT.failed
}

function show({ globals, io, theme, print }: Context, evidence: GateEvidence): void {
  if (globals.output === 'text') print([...renderEvidence(evidence, { now: io.now(), theme }), ''])
}

function textOf(gate: GateView): string {
  if (gate.verdict !== null) return `Gate ${gate.id} is ${gate.verdict.replace('_', ' ')}.`
  return `Your vote at gate ${gate.id} counts. It still waits for: ${whoOf(gate)}.`
}
