import { canonical } from './canonical.ts'
import type { Json, JsonObject } from './json.ts'
import type { PlannedAction } from './state.ts'

/** What a plan would do that the one before would not, and the other way round. */
export interface PlanDiff {
  readonly added: readonly Json[]
  readonly removed: readonly Json[]
  /** The same verb on the same target, otherwise. */
  readonly changed: readonly { readonly before: Json; readonly after: Json }[]
  /** How many actions are the same. */
  readonly same: number
}

/** Compares what two plans would do, action by action. */
export function diffPlans(before: Json, after: Json): PlanDiff {
  const left = new Map<string, Json[]>()
  for (const action of actionsIn(before)) {
    const key = keyOf(action)
    left.set(key, [...(left.get(key) ?? []), action])
  }
  const added: Json[] = []
  const changed: { before: Json; after: Json }[] = []
  let same = 0
  for (const action of actionsIn(after)) {
    const match = left.get(keyOf(action))?.shift()
    if (match === undefined) added.push(action)
    else if (canonical(match) === canonical(action)) same += 1
    else changed.push({ before: match, after: action })
  }
  return { added, removed: [...left.values()].flat(), changed, same }
}

/** A difference in words; null when there is none. */
export function diffText({ added, removed, changed }: PlanDiff): string | null {
  const parts = [
    count(added.length, 'added'),
    count(removed.length, 'removed'),
    count(changed.length, 'changed'),
  ]
  const said = parts.filter((part) => part !== null)
  return said.length === 0 ? null : said.join(', ')
}

/** What is different between two lists of actions of which only verb and target are known. */
export function actionsDiff(
  before: readonly PlannedAction[],
  after: readonly PlannedAction[],
): string | null {
  const plan = (actions: readonly PlannedAction[]) => ({ actions: actions.map((action) => ({ ...action })) })
  return diffText(diffPlans(plan(before), plan(after)))
}

function actionsIn(plan: Json): readonly Json[] {
  const actions = (plan as JsonObject | null)?.['actions']
  return Array.isArray(actions) ? (actions as readonly Json[]) : []
}

function keyOf(action: Json): string {
  const { verb = null, target = null } = (action ?? {}) as JsonObject
  return canonical([verb, target])
}

function count(number: number, how: string): string | null {
  if (number === 0) return null
  return `${number} ${number === 1 ? 'action' : 'actions'} ${how}`
}
