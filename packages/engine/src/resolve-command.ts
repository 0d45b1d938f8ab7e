import {
  type AgentNode,
  assertNever,
  type Brief,
  type Command,
  canonical,
  digestOf,
  type Fact,
  type GateBinds,
  gateOf,
  type Json,
  MusterError,
  nodeOf,
  openingOf,
  type Policy,
  type QuotaBook,
  type Revoked,
  type RunState,
  type StageId,
  sha256,
  stageOf,
  type Template,
  templateRevocation,
  toMusterError,
} from '@muster/core'
import { checkTemplateInputs, evaluateBoolean, renderValue } from '@muster/dsl'
import { askForAgent } from './ask-agent.ts'
import { askForVoter } from './ask-voter.ts'
import { contextFor, needsOf } from './context.ts'
import { changesIn } from './reopen-gates.ts'

/** What a decision depends on besides the run. */
export interface Circumstances {
  readonly now: number
  readonly tenant: string
  readonly project: string
  readonly revoked: Revoked
  readonly policy: Policy
  readonly quotas: QuotaBook
}

/** A command made into the fact to be recorded, with the document that the fact names. */
export interface Resolved {
  readonly fact: Fact
  readonly document: string | null
}

/** Answers a command of `advance`. What cannot be evaluated fails the stage: silence is refusal. */
export function resolveCommand(state: RunState, command: Command, circumstances: Circumstances): Resolved {
  const refusal = refuseStart(state, command, circumstances) ?? holdStart(state, command, circumstances)
  if (refusal !== null) return { fact: refusal, document: null }
  if (command.do === 'record') {
    const outdated = outdatedApproval(state, command.fact, circumstances)
    if (outdated !== null) return { fact: outdated, document: null }
    const asked = askForVoter(state, command.fact, circumstances)
    return { fact: askForAgent(state, asked, circumstances), document: null }
  }
  try {
    const { fact, document } = evaluateCommand(state, command, circumstances)
    return { fact: askForAgent(state, fact, circumstances), document }
  } catch (thrown) {
    const error = toMusterError(thrown)
    const reason = `${error.message} ${error.hint}`
    return {
      fact: { kind: 'stage.finished', stage: command.stage, status: 'failed', reason },
      document: null,
    }
  }
}

/** No agent of a revoked template starts, from its beginning or from where it was. */
function refuseStart(state: RunState, command: Command, { tenant, revoked }: Circumstances): Fact | null {
  const stage = startedBy(command)
  const node = stage === null ? undefined : state.nodes.get(stage)
  if (stage === null || node?.type !== 'agent') return null
  const revocation = templateRevocation(revoked, tenant, node.template)
  if (revocation === null) return null
  const reason = `template \`${revocation.target}\` is revoked: ${revocation.reason}`
  return { kind: 'stage.finished', stage, status: 'revoked', reason }
}

/** No agent starts past a limit: it waits for room. */
function holdStart(state: RunState, command: Command, circumstances: Circumstances): Fact | null {
  const stage = startedBy(command)
  if (stage === null || state.nodes.get(stage)?.type !== 'agent') return null
  const because = circumstances.quotas.takeAgent(circumstances)
  return because === null ? null : { kind: 'stage.held', stage, because }
}

function startedBy(command: Command): StageId | null {
  if (command.do === 'brief') return command.stage
  return command.do === 'record' && command.fact.kind === 'stage.started' ? command.fact.stage : null
}

function evaluateCommand(
  state: RunState,
  command: Exclude<Command, { do: 'record' }>,
  { now, policy, revoked }: Circumstances,
): Resolved {
  const { stage } = command
  const node = nodeOf(state, stage)
  switch (command.do) {
    case 'guard': {
      const { when } = node
      const passed = when === null || evaluateBoolean(when.source, contextFor(state, node, when))
      return { fact: { kind: 'guard.decided', stage, passed }, document: null }
    }
    case 'decide': {
      if (node.type !== 'condition') throw new TypeError(`${stage} is no condition`)
      const taken = evaluateBoolean(node.if.source, contextFor(state, node, node.if)) ? 'then' : 'else'
      return { fact: { kind: 'condition.decided', stage, taken }, document: null }
    }
    case 'open': {
      return { fact: opening(state, stage, policy.digest, revoked, now), document: null }
    }
    case 'brief': {
      if (node.type !== 'agent') throw new TypeError(`${stage} is no agent`)
      const document = canonical(briefFor(state, node))
      return { fact: { kind: 'stage.started', stage, brief: `sha256:${sha256(document)}` }, document }
    }
    default:
      return assertNever(command)
  }
}

/** An approval binds to the policy under which it was given: under another one it is asked for again. */
function outdatedApproval(state: RunState, fact: Fact, { policy, revoked, now }: Circumstances): Fact | null {
  if (fact.kind !== 'attempt.dispatched' || fact.phase !== 'EXECUTE') return null
  const binds = state.gates.get(fact.stage)?.binds ?? null
  return binds === null || binds.policy === policy.digest
    ? null
    : opening(state, fact.stage, policy.digest, revoked, now)
}

function opening(state: RunState, stage: StageId, policy: string, revoked: Revoked, now: number): Fact {
  const node = nodeOf(state, stage)
  const rule = gateOf(node)
  if (rule === null || (node.type !== 'gate' && node.type !== 'agent'))
    throw new TypeError(`${stage} has no gate`)
  const held = stageOf(state, stage)
  const agent = 'agent' in held ? held.agent : null
  const binds: GateBinds = {
    graph: state.graphDigest,
    inputs: agent?.brief ?? digestOf(state.graph.inputs),
    needs: digestOf(needsOf(state, node)),
    plan: agent?.planDigest ?? null,
    policy,
    template: node.type === 'agent' ? (state.graph.templates[node.template]?.digest ?? null) : null,
  }
  return openingOf(state, node, rule, binds, now, changesIn(revoked, policy))
}

function briefFor(state: RunState, node: AgentNode): Brief {
  const template = state.graph.templates[node.template]
  if (template === undefined) throw new TypeError(`graph ${state.graph.name} lacks template ${node.template}`)
  const inputs = inputsFor(state, node, template)
  const needed = template.binaries.filter(
    ({ when }) => when === null || evaluateBoolean(when, { inputs, stages: {} }),
  )
  return {
    pipeline: state.graph.name,
    node,
    tier: node.tier,
    template: { ...template, binaries: needed },
    inputs,
    needs: needsOf(state, node),
  }
}

function inputsFor(state: RunState, node: AgentNode, template: Template): Readonly<Record<string, Json>> {
  const inputs: Record<StageId, Json> = {}
  for (const [name, spec] of Object.entries(template.inputs)) {
    if (spec.default !== undefined) inputs[name] = spec.default
  }
  for (const [name, value] of Object.entries(node.inputs)) {
    inputs[name] = 'value' in value ? value.value : renderValue(value, contextFor(state, node, value.text))
  }
  const [problem] = checkTemplateInputs(template, inputs)
  if (problem !== undefined) {
    const declared = Object.keys(template.inputs).join(', ') || 'no inputs'
    throw new MusterError('MUSTER_TEMPLATE_INPUT', {
      input: node.id,
      template: template.name,
      problem,
      declared,
    })
  }
  return inputs
}
