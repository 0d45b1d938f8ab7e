import { AGENT_PHASES_ORDERED, MusterError, type WorkPhase } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import { type AgainOptions, startAgain } from './retry.ts'

interface ResumeOptions extends AgainOptions {
  readonly from: { readonly stage: string; readonly phase: WorkPhase }
}

/** Adds `resume RUN --from STAGE/PHASE`. */
export function addResume(program: Command, act: Act): void {
  program
    .command('resume')
    .summary('run again from a checkpoint')
    .description('Starts an ended run again, one stage from a checkpoint, and follows it.')
    .argument('<run>', 'the id of a run')
    .requiredOption('--from <stage/phase>', 'the checkpoint that the stage goes on from', placeOf)
    .option('-d, --detach', 'return at once')
    .option('--no-wait-gates', 'return with exit code 3 when only a decision can move the run')
    .option('--timeout <duration>', 'follow for at most so long, then return with exit code 124')
    .action(
      act((context, run: string, options: ResumeOptions) =>
        startAgain(context, run, options, (handle) => handle.resume(options.from.stage, options.from.phase)),
      ),
    )
}

/** Reads `STAGE/PHASE`; a phase may be written small. Throws MUSTER_USAGE. */
function placeOf(given: string): ResumeOptions['from'] {
  const slash = given.lastIndexOf('/')
  const phase = AGENT_PHASES_ORDERED.find((known) => known === given.slice(slash + 1).toUpperCase())
  if (slash > 0 && phase !== undefined) return { stage: given.slice(0, slash), phase }
  const problem = `\`--from ${given}\`: expected a stage and a phase, as \`build/PLAN\`.`
  throw new MusterError('MUSTER_USAGE', { problem })
}
