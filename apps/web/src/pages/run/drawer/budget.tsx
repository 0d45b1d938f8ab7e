import { type BudgetView, type ClarifiedPlan, visible } from '@muster/core'
import { span } from '../../../ui/span.ts'
import { plural } from '../../../ui/words.ts'

type Row = readonly [name: string, told: string]

/** What an agent spent of what it may, and what came of its last clarification. */
export function Budget({ of: { limits, spent, total, clarification } }: { readonly of: BudgetView }) {
  const rows = [
    row('Errors', spent.errors, limits?.errors, String),
    ...Object.entries(limits?.kinds ?? {}).map(([kind, limit]) =>
      row(`Errors: ${kind}`, spent.kinds[kind] ?? 0, limit, String),
    ),
    ...Object.entries(limits?.attempts ?? {}).map(([phase, limit]) =>
      row(`Attempts of ${phase.toLowerCase()}`, attemptsOf(spent.attempts, phase), limit, String),
    ),
    row('Time', spent.wallMs, limits?.wallMs, span),
    row('Output', spent.outputBytes, limits?.outputBytes, (bytes) => plural(bytes, 'byte')),
    row('Tokens', spent.tokens, limits?.tokens, String),
    row('Cost', spent.cost, limits?.cost, (cost) => String(Math.round(cost * 10_000) / 10_000)),
  ].filter((one) => one !== null)
  return (
    <>
      <h3>Budget</h3>
      <dl className="facts">
        {rows.map(([name, told]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{told}</dd>
          </div>
        ))}
      </dl>
      {clarification !== null && (
        <Clarification of={clarification} most={limits?.clarifications ?? null} errors={total.errors} />
      )}
    </>
  )
}

function attemptsOf(attempts: Readonly<Record<string, number>>, phase: string): number {
  return attempts[phase] ?? 0
}

function row(
  name: string,
  amount: number,
  limit: number | null | undefined,
  show: (amount: number) => string,
): Row | null {
  if (limit === null || limit === undefined) return amount > 0 ? [name, show(amount)] : null
  return [name, `${show(amount)} of ${show(limit)}${amount >= limit ? ': spent' : ''}`]
}

interface ClarificationProps {
  readonly of: ClarifiedPlan
  /** How often its plan may be clarified; null when nothing says. */
  readonly most: number | null
  readonly errors: number
}

function Clarification({
  of: { number, because, errors, learnt, changes },
  most,
  errors: inAll,
}: ClarificationProps) {
  return (
    <>
      <h3>
        Clarification {number}
        {most !== null && ` of ${most}`}
      </h3>
      <p>
        {visible(because, 500)}; {plural(inAll, 'error')} in all.
      </p>
      <Lines name="What failed" of={errors} />
      <Lines name="What was learnt" of={learnt} />
      <Lines name="What changes" of={changes === null ? [] : [changes]} />
    </>
  )
}

function Lines({ name, of }: { readonly name: string; readonly of: readonly string[] }) {
  if (of.length === 0) return null
  return (
    <>
      <p className="quiet">{name}</p>
      <ul className="bullets">
        {of.map((line, index) => (
          <li key={index}>{visible(line, 1_000)}</li>
        ))}
      </ul>
    </>
  )
}
