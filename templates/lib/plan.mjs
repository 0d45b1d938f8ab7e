import { createHash } from 'node:crypto'
import { fail, writeArtifact, writeOutput } from './phase.mjs'

export const RISKS = ['low', 'medium', 'high']
/** Actions that a plan tells one by one; what an agent may put out has a bound. */
const MAX_ACTIONS = 250

/** The highest of some risks; `low` when there are none. */
export function highest(risks) {
  return RISKS[Math.max(0, ...risks.map((risk) => RISKS.indexOf(risk)))]
}

export function sha256(content) {
  return createHash('sha256').update(content).digest('hex')
}

/**
 * Refuses a stage that would change something at a tier that changes nothing.
 * Tiers below 2 see the project without being able to write to it.
 */
export function requireTier(mode) {
  const tier = Number(process.env.MUSTER_TIER)
  if (mode === 'apply' && tier < 2)
    fail(
      `mode apply needs tier 2 or higher, and this stage has ${tier}: give it \`tier: 2\` behind a gate, or mode plan`,
    )
}

/**
 * Puts out a plan. `bound` is what an approval covers beside the actions, `rest` what it does not; both become part of
 * the plan. Fails when `approved` is set and is not what this plan comes to.
 */
export function writePlan({ inputs, actions, bound, rest = {} }) {
  const approval = sha256(JSON.stringify({ actions, ...bound }))
  const risk = highest(actions.map((action) => action.risk))
  const summary = `${actions.length} changes to ${inputs.environment} (${inputs.target}), risk ${risk}`
  for (const action of actions) console.log(`${action.verb} ${action.target} (${action.risk} risk)`)
  writeArtifact('plan.json', { summary, approval, risk, actions, ...bound })
  if (inputs.approved !== '' && inputs.approved !== approval) fail('this is not the plan that was approved')
  writeOutput({
    summary,
    changes: actions.length,
    risk,
    approval,
    ...bound,
    ...rest,
    actions: folded(actions),
  })
}

/** The riskiest actions one by one, the others as one action that says how many they are. All are in `plan.json`. */
function folded(actions) {
  if (actions.length <= MAX_ACTIONS) return actions
  const sorted = actions.toSorted((a, b) => RISKS.indexOf(b.risk) - RISKS.indexOf(a.risk))
  const others = sorted.slice(MAX_ACTIONS)
  const target = `${others.length} more, listed in the artifact plan.json`
  return [...sorted.slice(0, MAX_ACTIONS), { verb: 'change', target, risk: others[0].risk }]
}
