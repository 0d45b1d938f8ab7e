import { type Decision, EXIT, type GateView } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import type { Context } from '../context.ts'
import { whoOf } from '../render/gate-notice.ts'
import { runOfGate, sayIfLeft, withMuster } from '../with-muster.ts'

interface VoteOptions {
  readonly comment?: string
  readonly as?: string
}

/** Adds `approve GATE`. */
export function addApprove(program: Command, act: Act): void {
  addVote(program, act, 'approve', 'vote for a gate')
}

/** Adds `reject GATE`. */
export function addReject(program: Command, act: Act): void {
  addVote(program, act, 'reject', 'vote against a gate')
}

type Answer = Extract<Decision, 'approve' | 'reject'>

function addVote(program: Command, act: Act, decision: Answer, summary: string): void {
  program
    .command(decision)
    .summary(summary)
    .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)} that waits for a decision.`)
    .argument('<gate>', 'the id of a gate, as `muster gates` lists it')
    .option('-m, --comment <text>', 'why; kept in the ledger')
    .option('--as <name>', 'speak for this approver; recorded, and for the owner of this machine alone')
    .action(act((context, gate: string, options: VoteOptions) => vote(context, decision, gate, options)))
}

function vote(context: Context, decision: Answer, id: string, options: VoteOptions): Promise<number> {
  const run = runOfGate(id)
  return withMuster(context, async (muster, reached) => {
    const gate = await muster[decision](id, { ...options, surface: 'cli' })
    if (context.globals.output === 'text') context.print([textOf(gate)])
    else context.answer(gate)
    await sayIfLeft(context, reached, run)
    return EXIT.ok
  })
}

function textOf(gate: GateView): string {
  if (gate.verdict !== null) return `Gate ${gate.id} is ${gate.verdict}.`
  return `Your vote at gate ${gate.id} counts. It still waits for: ${whoOf(gate)}.`
}
