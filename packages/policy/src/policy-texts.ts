import type { PolicyText } from '@muster/core'
import type { PolicySet } from './policy-set.ts'

/** Policies named in a sentence about what changed; more are counted. */
const MOST_NAMED = 5

/** The policies of a set, each as another process can read it. */
export function textsOf({ policies }: PolicySet): readonly PolicyText[] {
  return policies.map(({ file, text, why }) => ({ file, text: why === '' ? text : `// ${why}\n${text}` }))
}

/** What is different in a set of policies, in words; empty when nothing is. */
export function policyChanges(before: PolicySet, after: PolicySet): string {
  const old = new Map(before.policies.map(({ id, text }) => [id, text]))
  const now = new Map(after.policies.map(({ id, text }) => [id, text]))
  const ids = (of: ReadonlyMap<string, string>) => [...of.keys()].toSorted()
  return [
    said(
      'adds',
      ids(now).filter((id) => !old.has(id)),
    ),
    said(
      'takes away',
      ids(old).filter((id) => !now.has(id)),
    ),
    said(
      'changes',
      ids(now).filter((id) => old.has(id) && old.get(id) !== now.get(id)),
    ),
    ...(before.schema === after.schema ? [] : ['changes the schema']),
  ]
    .filter((part) => part !== '')
    .join('; ')
}

function said(verb: string, ids: readonly string[]): string {
  if (ids.length === 0) return ''
  const shown = ids.slice(0, MOST_NAMED).map((id) => `\`${id}\``)
  const more = ids.length > MOST_NAMED ? [`${ids.length - MOST_NAMED} more`] : []
  return `${verb} ${[...shown, ...more].join(', ')}`
}
