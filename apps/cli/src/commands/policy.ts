import { EXIT, type ExplainQuery, MusterError, POLICY_ACTIONS, type PolicyAction, TIERS } from '@muster/core'
import { Argument, type Command, Option } from 'commander'
import type { Act } from '../act.ts'
import { type Context, columnsOf } from '../context.ts'
import { policyLines, processLines, scenarioLines } from '../render/policy-lines.ts'
import { counted, renderProblems } from '../render/problems.ts'
import { readBytes } from '../read-text.ts'
import { withMuster } from '../with-muster.ts'
import { wholeNumber } from './options.ts'

/** Adds `policy check|test|explain|show|reload`. */
export function addPolicy(program: Command, act: Act): void {
  const policy = program
    .command('policy')
    .summary('check, try and explain policies')
    .description('What concerns policies: who may do what.')
  policy
    .command('check')
    .summary('check policies')
    .description(
      'Checks the policies of a directory together with those that Muster ships, and tells every fault with its place. Starts nothing.',
    )
    .argument('[directory]', 'where they are; MUSTER_POLICIES unless given, or `policies`')
    .action(act(check))
  policy
    .command('test')
    .summary('try policies on scenarios')
    .description(
      'Decides the scenarios of a file, and tells which come out otherwise than expected. Starts nothing. Exit code 1 when one does.',
    )
    .argument('<file>', 'a YAML file of scenarios')
    .option('--policies <directory>', 'the policies to try; as for `policy check` unless given')
    .action(act(test))
  policy
    .command('explain')
    .summary('tell why something would be allowed or denied')
    .description('Tells which policies speak of a request, which of them hold, and what they come to.')
    .addArgument(new Argument('<action>', 'what is to be done').choices(POLICY_ACTIONS))
    .argument('[on]', 'a run, a gate or an agent by its id, or a template; nothing for all of a Muster')
    .option('--as <name>', 'who asks; yourself unless given')
    .option(
      '--role <name>',
      'a role of theirs; repeat it for more',
      (one: string, before: readonly string[]) => [...before, one],
      [],
    )
    .addOption(
      new Option('--tier <tier>', 'the highest tier of a run that is to start').argParser(
        wholeNumber('--tier', 0, 4),
      ),
    )
    .option('--verb <verb>', 'of an effect')
    .option('--target <target>', 'of an effect')
    .action(act(explain))
  policy
    .command('show')
    .summary('list the policies in force')
    .description('Lists the policies in force, their digest, and the processes that decide by them.')
    .action(act(show))
  policy
    .command('reload')
    .summary('have the policies read anew')
    .description(
      'Has a Muster that runs read its policies anew, and puts them in force in all its processes. Those in force so far must allow it. What was approved under others is void.',
    )
    .action(act(reload))
}

async function check(context: Context, directory: string | undefined): Promise<number> {
  const { set, problems, count } = await policiesAt(context, directory)
  const { globals, theme, io } = context
  if (globals.output !== 'text') context.answer({ ok: set !== null, digest: set?.digest ?? null, problems })
  else if (set === null)
    context.print([
      ...renderProblems(problems, { theme, source: null, columns: columnsOf(io.out) }),
      `${theme.bad('✗')} ${counted(problems.length, 'fault')}`,
    ])
  else context.print([`${theme.good('✓')} ${policies(count)}`, theme.dim(set.digest)])
  return set === null ? EXIT.usage : EXIT.ok
}

async function test(
  context: Context,
  file: string,
  options: { readonly policies?: string },
): Promise<number> {
  const { set, problems } = await policiesAt(context, options.policies)
  if (set === null)
    throw new MusterError('MUSTER_POLICIES_INVALID', { count: counted(problems.length, 'fault') }, problems)
  const { createPolicy, loadCedar, readScenarios, runScenarios } = await import('@muster/policy')
  const text = new TextDecoder().decode(await readBytes(context.io.cwd, file))
  const read = readScenarios(file, text)
  const { globals, theme, io } = context
  if (read.problems.length > 0) {
    if (globals.output !== 'text') context.answer({ ok: false, problems: read.problems, scenarios: [] })
    else context.print(renderProblems(read.problems, { theme, source: text, columns: columnsOf(io.out) }))
    return EXIT.usage
  }
  const results = runScenarios(createPolicy(await loadCedar(), set), read.scenarios)
  const wrong = results.filter(({ ok }) => !ok)
  if (globals.output === 'json')
    context.answer({ ok: wrong.length === 0, digest: set.digest, scenarios: results })
  else if (globals.output === 'jsonl') for (const one of results) context.answer(one)
  else {
    for (const one of wrong) context.print(scenarioLines(one, file, theme))
    const mark = wrong.length === 0 ? theme.good('✓') : theme.bad('✗')
    context.print([
      `${mark} ${file}  ${counted(results.length, 'scenario')}, ${wrong.length} otherwise than expected`,
    ])
  }
  return wrong.length === 0 ? EXIT.ok : EXIT.failed
}

interface ExplainOptions {
  readonly as?: string
  readonly role: readonly string[]
  readonly tier?: number
  readonly verb?: string
  readonly target?: string
}

function explain(
  context: Context,
  action: PolicyAction,
  on: string | undefined,
  { role, tier, ...rest }: ExplainOptions,
): Promise<number> {
  const known = TIERS.find((one) => one === tier)
  const query: ExplainQuery = {
    action,
    ...rest,
    ...(on === undefined ? {} : { on }),
    ...(role.length === 0 ? {} : { roles: role }),
    ...(known === undefined ? {} : { tier: known }),
  }
  if (role.length > 0 && rest.as === undefined)
    throw new MusterError('MUSTER_USAGE', {
      problem: '`--role` says what roles somebody else has: give `--as` too.',
    })
  return withMuster(context, async (muster) => {
    const explanation = await muster.explainPolicy(query)
    if (context.globals.output === 'text') context.print(policyLines(explanation, context.theme))
    else context.answer(explanation)
    return EXIT.ok
  })
}

function show(context: Context): Promise<number> {
  return withMuster(context, async (muster) => {
    const view = await muster.policy()
    if (context.globals.output !== 'text') context.answer(view)
    else
      context.print([
        ...view.policies.flatMap(({ id, effect, why }) => [
          `${effect === 'permit' ? context.theme.good(effect) : context.theme.bad(effect)}  ${context.theme.bold(id)}`,
          ...(why === '' ? [] : [`        ${why}`]),
        ]),
        '',
        policies(view.policies.length),
        context.theme.dim(view.digest),
        '',
        ...processLines(view, context.theme),
      ])
    return EXIT.ok
  })
}

function reload(context: Context): Promise<number> {
  return withMuster(context, async (muster) => {
    const answer = await muster.reloadPolicy()
    if (context.globals.output !== 'text') context.answer(answer)
    else context.print([`The policies are ${answer.changed ? 'others' : 'the same'} now: ${answer.digest}.`])
    return EXIT.ok
  })
}

/** The policies of a directory, with those that Muster ships. */
async function policiesAt({ io }: Context, directory: string | undefined) {
  const { ownPolicies, readPolicies, SHIPPED_POLICIES } = await import('@muster/policy')
  const own = ownPolicies(directory === undefined ? io.env : { MUSTER_POLICIES: directory }, io.cwd)
  const { set, problems } = await readPolicies([SHIPPED_POLICIES, ...(own === null ? [] : [own])])
  return { set, problems, count: set?.policies.length ?? 0 }
}

function policies(count: number): string {
  return `${count} ${count === 1 ? 'policy' : 'policies'}`
}
