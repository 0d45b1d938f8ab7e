import { type EffectDeclaration, type GateEvidence, tellCost, visible } from '@muster/core'
import { Status } from '../../ui/status.tsx'
import { Values } from '../../ui/values.tsx'

const LONG = 2000
/** Stages or effects of one list: what is beyond is told by its number. */
const MOST = 100

/** What the stages before came to: a decision stands on it. */
export function NeedsPart({ evidence: { needs } }: { readonly evidence: GateEvidence }) {
  const stages = Object.entries(needs)
  if (stages.length === 0) return null
  return (
    <section>
      <h2>What it stands on</h2>
      {stages.slice(0, MOST).map(([stage, { status, outputs }], index) => (
        <details key={stage} open={index < 3 && JSON.stringify(outputs).length <= LONG}>
          <summary>
            <code>{stage}</code> <Status of={status} />
          </summary>
          {Object.keys(outputs).length === 0 ? (
            <p className="quiet">It put nothing out.</p>
          ) : (
            <Values of={outputs} />
          )}
        </details>
      ))}
      <More of={stages.length} />
    </section>
  )
}

/** What was asked of the world outside, and what may be asked. */
export function EffectsPart({ evidence }: { readonly evidence: GateEvidence }) {
  const { declared, asked } = evidence.effects
  if (declared.length === 0 && asked.length === 0) return null
  return (
    <section>
      <h2>Effects</h2>
      {declared.length > 0 && (
        <>
          <p>It may ask for:</p>
          <ul className="diff">
            {declared.map((one) => (
              <li key={JSON.stringify(one)}>
                <span aria-hidden="true" />
                <code>{visible(declaredText(one), LONG)}</code>
                {'irreversible' in one && <strong className="grave">cannot be changed back</strong>}
              </li>
            ))}
          </ul>
        </>
      )}
      {asked.length > 0 && (
        <>
          <p>Asked for so far:</p>
          <ul className="diff">
            {asked.slice(0, MOST).map(({ stage, number, asked: { verb, target }, standing }) => (
              <li key={`${stage}/${number}`}>
                <span aria-hidden="true" />
                <code>{visible(`${verb} ${target}`, LONG)}</code>
                <span className="quiet">
                  {standing.status.replaceAll('_', ' ')}, {stage}/{number}
                </span>
              </li>
            ))}
          </ul>
          <More of={asked.length} />
        </>
      )}
    </section>
  )
}

function declaredText(one: EffectDeclaration): string {
  switch (one.verb) {
    case 'file.write':
      return `file.write below ${one.roots.join(', ')}, up to ${one.maxBytes} bytes`
    case 'command.run':
      return `command.run ${Object.entries(one.commands)
        .map(([name, argv]) => `${name} (${argv.join(' ')})`)
        .join(', ')}${secretsText(one.secrets)}`
    case 'http.request':
      return `http.request ${one.methods.join(', ')} to ${one.hosts.join(', ')}${one.private ? ', private addresses too' : ''}${secretsText(one.secrets)}`
    case 'model.complete':
      return `model.complete, up to ${one.maxTokens} tokens`
  }
}

function secretsText(secrets: readonly string[] = []): string {
  return secrets.length === 0 ? '' : `, with the secrets ${secrets.join(', ')}`
}

/** What the run has cost, and how much of its budget the agent that waits has spent. */
export function SpentPart({ evidence: { spent } }: { readonly evidence: GateEvidence }) {
  const { stage, run } = spent
  const limit = stage?.limits?.errors
  return (
    <section>
      <h2>Spent so far</h2>
      <p>
        {tellCost(run)}
        {stage !== null && limit !== undefined && `; of its own errors ${stage.spent.errors} of ${limit}`}
      </p>
      {stage !== null && stage.clarification !== null && (
        <p className="quiet">
          This plan is clarification {stage.clarification.number}:{' '}
          {visible(stage.clarification.because, LONG)}
        </p>
      )}
    </section>
  )
}

function More({ of }: { readonly of: number }) {
  return of > MOST ? <p className="quiet">{of - MOST} more</p> : null
}
