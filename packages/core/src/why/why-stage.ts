import type { RevocationView } from '../api.ts'
import { stageOf } from '../create-state.ts'
import type { AgentNode, GraphNode, RequiresResult, StageId } from '../graph.ts'
import type { Shortage } from '../quota.ts'
import type { RunState, StageState } from '../state.ts'
import { isEnded } from '../status.ts'
import { LIMITERS, named, OPERATORS, type Surroundings, type Wait } from './wait.ts'
import { whyAgent } from './why-agent.ts'
import { whyGate } from './why-gate.ts'

/** Why a stage waits; null when it has ended, or when what it is in or what is in it says it all. */
export function whyStage(state: RunState, node: GraphNode, around: Surroundings): Wait | null {
  const stage = stageOf(state, node.id)
  if (stage.status === 'pending') return whyPending(state, node, stage, around)
  if (stage.status === 'waiting')
    return node.type === 'gate' || node.type === 'agent' ? whyGate(state, node) : null
  if (stage.status !== 'running' || stage.kind === 'container') return null
  return node.type === 'agent' ? whyAgent(state, node, stage.agent, around) : null
}

type Pending = StageState & { readonly status: 'pending' }

function whyPending(
  state: RunState,
  node: GraphNode,
  stage: Pending,
  { standing }: Surroundings,
): Wait | null {
  const holder = node.parent === null ? null : stageOf(state, node.parent)
  if (holder !== null && holder.status !== 'running') return null
  const open = node.requires.filter((id) => !isEnded(stageOf(state, id).status))
  const wait = { stage: node.id, since: null, who: [], by: null, how: [], on: open }
  const revoked = node.type === 'agent' ? whyRevoked(node, standing) : null
  if (revoked !== null) return { ...wait, ...revoked }
  if (open.length > 0) {
    const next = `it starts when ${open.length === 1 ? 'that' : 'all of those'} ${ENOUGH[node.requiresResult]}`
    return { ...wait, kind: 'needs', why: `it requires ${named(open)}`, next }
  }
  const { held } = stage
  if (held !== undefined) return { ...wait, ...whyHeld(held) }
  const ahead = placeTakers(state, node)
  if (ahead.length === 0)
    return {
      ...wait,
      kind: 'planner',
      why: 'it is ready, and no planner has started it yet',
      next: 'it starts as soon as a planner looks at the run',
    }
  return {
    ...wait,
    kind: 'place',
    why: `\`${node.parent}\` runs at most ${ahead.length} of its branches at once`,
    next: 'it starts in its turn, when one of those that run has ended',
    on: ahead,
  }
}

const ENOUGH: Readonly<Record<RequiresResult, string>> = {
  succeeded: 'succeeded; otherwise it is skipped',
  finished: 'ended, however that is',
  failed: 'ended and one of them failed; otherwise it is skipped',
}

/** An agent of a revoked template is revoked in its turn, unless that is lifted before. */
function whyRevoked(
  { template }: AgentNode,
  standing: readonly RevocationView[],
): Pick<Wait, 'kind' | 'why' | 'who' | 'next' | 'how'> | null {
  const name = template.slice(0, template.lastIndexOf('@'))
  const found = standing.find(({ scope, id }) => scope === 'template' && (id === template || id === name))
  if (found === undefined) return null
  return {
    kind: 'revoked',
    why: `its template \`${found.id}\` is revoked by ${found.by.name}: ${found.reason}`,
    who: OPERATORS,
    next: 'in its turn it ends revoked, unless that is lifted before',
    how: [`npx muster revoke template ${found.id} --lift --reason TEXT`],
  }
}

/** An agent that there is no room for among those of its tenant or project starts when one of them has ended. */
function whyHeld({ because, project }: Shortage): Pick<Wait, 'kind' | 'why' | 'who' | 'next' | 'how'> {
  const of = project === null ? '' : ` --project ${project}`
  return {
    kind: 'quota',
    why: because,
    who: project === null ? LIMITERS.tenant : LIMITERS.project,
    next: 'it starts in the order of runs, when an agent that counts has ended or the limit is raised',
    how: [`npx muster quota set agents=NUMBER${of} --reason TEXT`],
  }
}

/** The branches that take the places which this one waits for; none when it waits for no place. */
function placeTakers(state: RunState, { id, parent }: GraphNode): readonly StageId[] {
  const holder = parent === null ? undefined : state.nodes.get(parent)
  if (holder?.type !== 'parallel' || state.queued.get(holder.id)?.includes(id) !== true) return []
  return holder.children.filter((child) => stageOf(state, child).status === 'running')
}
