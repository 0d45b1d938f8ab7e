import { type AttemptRow, type Json, type JsonObject, visible } from '@muster/core'
import { Value } from '../../../ui/values.tsx'
import { short } from '../../../ui/words.ts'
import { newest } from './outputs.tsx'

/** What the agent intends, as its newest PLAN says. */
export function Plan({ of }: { readonly of: readonly AttemptRow[] }) {
  const record = newest(of).get('PLAN')?.record
  if (!isObject(record)) return <p className="quiet">It has not planned yet.</p>
  const { plan = null, planDigest = null } = record
  const actions = isObject(plan) && Array.isArray(plan['actions']) ? (plan['actions'] as readonly Json[]) : []
  const summary = isObject(plan) && typeof plan['summary'] === 'string' ? plan['summary'] : null
  return (
    <>
      {summary !== null && <p>{visible(summary, 2_000)}</p>}
      {actions.length > 0 && (
        <ol className="actions">
          {actions.map((action, index) => (
            <li key={index}>
              <Action of={action} />
            </li>
          ))}
        </ol>
      )}
      {typeof planDigest === 'string' && (
        <p className="quiet">
          Approvals and permits bind to <code title={planDigest}>{short(planDigest)}</code>.
        </p>
      )}
      <details>
        <summary>All of it</summary>
        <Value of={plan} />
      </details>
    </>
  )
}

function Action({ of }: { readonly of: Json }) {
  if (!isObject(of)) return <Value of={of} />
  const { verb = null, target = null, ...rest } = of
  const name = [verb, target]
    .map((word) => (typeof word === 'string' ? word : JSON.stringify(word)))
    .join(' ')
  return (
    <>
      <code>{visible(name, 500)}</code>
      {Object.keys(rest).length > 0 && <Value of={rest} />}
    </>
  )
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
