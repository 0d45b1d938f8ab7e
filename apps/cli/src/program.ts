import { EXIT, MusterError } from '@muster/core'
import { Command, CommanderError, Option } from 'commander'
import type { Act } from './act.ts'
import { addAgent } from './commands/agent.ts'
import { addCancel } from './commands/cancel.ts'
import { addCheckpoints } from './commands/checkpoints.ts'
import { addDecisions } from './commands/decide.ts'
import { addDrain } from './commands/drain.ts'
import { addEffects } from './commands/effects.ts'
import { addFleet } from './commands/fleet.ts'
import { addGate } from './commands/gate.ts'
import { addGates } from './commands/gates.ts'
import { addGraph } from './commands/graph.ts'
import { addInbox } from './commands/inbox.ts'
import { addLedger } from './commands/ledger.ts'
import { addList } from './commands/list.ts'
import { addLogin, addLogout, addWhoami } from './commands/login.ts'
import { addLogs } from './commands/logs.ts'
import { addPolicy } from './commands/policy.ts'
import { addPrograms, programOf, runProgramAlone } from './commands/programs.ts'
import { addQuota } from './commands/quota.ts'
import { addResume } from './commands/resume.ts'
import { addRetry } from './commands/retry.ts'
import { addRevocations, addRevoke } from './commands/revoke.ts'
import { addRun } from './commands/run.ts'
import { addRuns } from './commands/runs.ts'
import { addSearch } from './commands/search.ts'
import { addStatus } from './commands/status.ts'
import { addTemplate } from './commands/template.ts'
import { addTenant } from './commands/tenant.ts'
import { addToken } from './commands/token.ts'
import { addUp } from './commands/up.ts'
import { addValidate } from './commands/validate.ts'
import { addWhy } from './commands/why.ts'
import { COLOUR_CHOICES, createContext, type Globals, LOG_LEVELS, OUTPUTS } from './context.ts'
import type { Io } from './io.ts'

const EXAMPLES = `
Examples:
  $ npx muster run examples/infrastructure-deploy.yaml --input environment=staging
  $ npx muster validate examples/*.yaml
  $ npx muster approve <gate> --comment "looks right"
  $ npx muster up --workers 4

Exit codes: 0 ok, 1 run failed, 2 usage or invalid file, 3 stopped at a gate, 4 not allowed,
5 not found, 6 cancelled, 7 revoked, 8 quota, 124 timed out, 130 and 143 signals.
`

/** Runs one command line; answers its exit code. Throws MusterError, MUSTER_USAGE for a line it cannot read. */
export async function runProgram(argv: readonly string[], io: Io, version: string): Promise<number> {
  const alone = programOf(argv)
  if (alone !== null) return runProgramAlone(alone, argv.slice(1))
  let code: number = EXIT.ok
  const program = new Command('muster')
  const act: Act =
    (work) =>
    async (...given) => {
      code = await work(createContext(io, program.opts<Globals>()), ...given)
    }
  program
    .description('Runs fleets of AI agents under governance.')
    .version(version, '-V, --version')
    .addOption(new Option('-o, --output <format>', 'what to write').choices(OUTPUTS).default('text'))
    .option('--url <url>', 'the Muster to speak to, instead of MUSTER_URL or the one on this machine')
    .addOption(new Option('--color <when>', 'whether to use colours').choices(COLOUR_CHOICES).default('auto'))
    .addOption(
      new Option('--log-level <level>', 'write the log of Muster to standard error').choices(LOG_LEVELS),
    )
    .addHelpText('after', EXAMPLES)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => io.out.write(text),
      writeErr: (text) => io.err.write(text),
      outputError: () => undefined,
    })
    .showSuggestionAfterError()
    .exitOverride()
  for (const add of [
    addRun,
    addValidate,
    addGraph,
    addList,
    addRuns,
    addSearch,
    addStatus,
    addWhy,
    addLogs,
    addGates,
    addEffects,
    addInbox,
    addGate,
    addDecisions,
    addCancel,
    addRetry,
    addCheckpoints,
    addResume,
    addRevoke,
    addRevocations,
    addFleet,
    addQuota,
    addTemplate,
    addTenant,
    addLedger,
    addPolicy,
    addLogin,
    addLogout,
    addWhoami,
    addToken,
    addAgent,
    addUp,
    addPrograms,
    addDrain,
  ])
    add(program, act)
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown
    if (thrown.exitCode === 0) return EXIT.ok
    if (thrown.code === 'commander.help') return EXIT.usage
    throw new MusterError('MUSTER_USAGE', { problem: sentence(thrown.message) })
  }
  return code
}

function sentence(text: string): string {
  const bare = text.replace(/^error: /, '').replace(/\n/g, ' ')
  return `${bare.charAt(0).toUpperCase()}${bare.slice(1)}${/[.)?]$/.test(bare) ? '' : '.'}`
}
