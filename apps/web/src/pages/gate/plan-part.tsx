import { type GateEvidence, type Json, tellCompared, tellPlan, visible } from '@muster/core'
import { useState } from 'react'
import { Value } from '../../ui/values.tsx'

/** Lines shown at first: a longer plan is unfolded by whoever reads it. */
const FEW = 40
const LONG = 2000
const SIGNS = { '+': ['new', 'new'], '-': ['gone', 'no more'], ' ': ['same', 'as before'] } as const

/** What a plan would do, line by line, against the one before. */
export function PlanPart({ evidence }: { readonly evidence: GateEvidence }) {
  const [whole, setWhole] = useState(false)
  const { plan } = evidence
  if (plan === null) return null
  const { summary } = (plan.plan ?? {}) as { readonly summary?: Json }
  const against = tellCompared(evidence)
  const lines = tellPlan(evidence)
  const shown = whole ? lines : lines.slice(0, FEW)
  return (
    <section>
      <h2>{against === null ? 'Plan' : `Plan, against ${against}`}</h2>
      {typeof summary === 'string' && <p className="said">{visible(summary, LONG)}</p>}
      {lines.length === 0 && <p className="quiet">It plans no action.</p>}
      <ul className="diff">
        {shown.map(({ sign, text }, index) => (
          <li key={index} className={SIGNS[sign][0]}>
            <span role="img" aria-label={SIGNS[sign][1]}>
              {sign}
            </span>
            <code>{visible(text, LONG)}</code>
          </li>
        ))}
      </ul>
      {lines.length > shown.length && (
        <button type="button" onClick={() => setWhole(true)}>
          Show {lines.length - shown.length} more
        </button>
      )}
      <details>
        <summary>The whole plan, as its agent wrote it</summary>
        <Value of={plan.plan} />
      </details>
    </section>
  )
}
