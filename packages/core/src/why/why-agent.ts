import type { WorkerView } from '../api.ts'
import { formatDuration } from '../duration.ts'
import { counterOf } from '../fold-agent.ts'
import type { AgentNode } from '../graph.ts'
import { agentId } from '../name.ts'
import type { AgentProgress, RunState } from '../state.ts'
import { isTier, TIER_NAMES } from '../tier.ts'
import { counted, named, OPERATORS, type Surroundings, type Wait } from './wait.ts'

/** What an agent that has started waits for: a planner, time, a worker, or its own work. */
export function whyAgent(state: RunState, node: AgentNode, agent: AgentProgress, around: Surroundings): Wait {
  const { step } = agent
  const wait = { stage: node.id, who: [], by: null, how: [], on: [] }
  if (step.kind !== 'dispatched')
    return {
      ...wait,
      kind: 'planner',
      since: agent.startedAt,
      why: 'what it did is settled, and no planner has decided yet what comes next',
      next: 'it goes on as soon as a planner looks at the run',
    }
  if (step.notBefore > around.now) {
    const { attempt } = counterOf(state, node.id)
    return {
      ...wait,
      kind: 'backoff',
      since: step.at,
      why: `${counted(agent.failures, 'try', 'tries')} failed, and it pauses before the next`,
      by: step.notBefore,
      next: `${step.phase} is tried again, as attempt ${attempt} (${counted(node.retries.max, 'retry', 'retries')} in all)`,
    }
  }
  const id = agentId(state.run, node.id)
  const holder = around.workers.find((worker) => worker.agents.includes(id))
  if (holder === undefined) return { ...wait, since: step.at, ...whyNoWorker(node, around) }
  return {
    ...wait,
    kind: 'work',
    since: step.at,
    why: `${step.phase} is at work on ${holder.id}`,
    by: agent.ending === null ? agent.deadline : null,
    next: afterWork(node, agent),
  }
}

function afterWork({ timeoutMs }: AgentNode, { ending, deadline }: AgentProgress): string {
  if (ending !== null) return `it leaves its evidence and ends ${ending.status.replace('_', ' ')}`
  const limit = `its timeout of ${formatDuration(timeoutMs)}`
  return deadline === null
    ? `${limit} begins when its first phase has ended`
    : `at ${limit} it is stopped and ends timed out`
}

/** Why nobody has taken an attempt. */
function whyNoWorker(
  { tier }: AgentNode,
  { workers, queued, standing }: Surroundings,
): Pick<Wait, 'kind' | 'why' | 'who' | 'next' | 'how'> {
  const name = `T${tier} ${TIER_NAMES[tier]}`
  const serving = workers.filter(({ tiers }) => tiers.includes(tier))
  const used = serving.filter(({ revoked }) => revoked !== true)
  const ready = used.filter(({ draining }) => draining === undefined)
  const more = [`npx muster up --workers 1`, `MUSTER_TIERS=${tier} npx muster worker`]
  if (serving.length === 0)
    return {
      kind: 'worker',
      why: `no worker that is alive serves ${name}${aliveText(workers)}`,
      who: OPERATORS,
      next: 'it starts as soon as such a worker is there',
      how: more,
    }
  if (ready.length === 0 && used.length > 0)
    return {
      kind: 'worker',
      why: `every worker that serves ${name} takes no new agents, for it is draining: ${named(used.map(({ id }) => id))}`,
      who: OPERATORS,
      next: 'it starts as soon as one takes agents again, or another is there',
      how: used.map(({ id }) => `npx muster worker drain ${id} --lift`),
    }
  if (ready.length === 0) {
    const ids = serving.map(({ id }) => id)
    const reasons = standing.filter(({ scope, id }) => scope === 'worker' && ids.includes(id))
    const why = reasons.map(({ reason }) => reason)
    return {
      kind: 'revoked',
      why: `every worker that serves ${name} is revoked, ${named(ids)}${why.length === 0 ? '' : `: ${why.join('; ')}`}`,
      who: OPERATORS,
      next: 'it starts as soon as one is back in use, or another is there',
      how: ids.map((id) => `npx muster revoke worker ${id} --lift --reason TEXT`),
    }
  }
  const places = ready.reduce((sum, { concurrency }) => sum + concurrency, 0)
  const taken = ready.reduce((sum, { agents }) => sum + agents.length, 0)
  const waiting = queued[tier] ?? 0
  if (taken < places)
    return {
      kind: 'worker',
      why: `it is on its way to a worker of ${name}: ${places - taken} of ${counted(places, 'place')} free`,
      who: [],
      next: 'a worker takes it up within moments',
      how: [],
    }
  return {
    kind: 'worker',
    why: `the ${counted(ready.length, 'worker')} of ${name} ${ready.length === 1 ? 'is' : 'are'} full, ${taken} of ${counted(places, 'place')} taken; ${counted(waiting, 'attempt waits', 'attempts wait')} in its queue`,
    who: OPERATORS,
    next: 'it starts when a place is free and its turn has come',
    how: more,
  }
}

function aliveText(workers: readonly WorkerView[]): string {
  if (workers.length === 0) return '; none is alive at all'
  const tiers = [...new Set(workers.flatMap((worker) => worker.tiers))].toSorted().filter(isTier)
  return `; those alive serve ${tiers.map((tier) => `T${tier}`).join(', ')}`
}
