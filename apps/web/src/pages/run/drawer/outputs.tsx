import {
  AGENT_PHASE_NAMES,
  AGENT_PHASES_ORDERED,
  type AttemptRow,
  PHASE_OUTPUT_TYPES,
  type StageAnswer,
} from '@muster/core'
import { Value, Values } from '../../../ui/values.tsx'

const GRADES = { alpha: 'draft', beta: 'refined', gamma: 'final' } as const

/** What a stage puts out: its named outputs, then what each phase left behind, by grade. */
export function Outputs({ of: { stage, attempts } }: { readonly of: StageAnswer }) {
  const records = newest(attempts)
  return (
    <>
      <h3>Outputs</h3>
      {Object.keys(stage.outputs).length > 0 ? (
        <Values of={stage.outputs} />
      ) : (
        <p className="quiet">None yet.</p>
      )}
      {Object.entries(GRADES).map(([grade, meaning]) => {
        const phases = AGENT_PHASES_ORDERED.filter(
          (phase) => PHASE_OUTPUT_TYPES[phase] === grade && records.has(phase),
        )
        if (phases.length === 0) return null
        return (
          <section key={grade} aria-label={grade}>
            <h3>
              {grade}: {meaning}
            </h3>
            {phases.map((phase) => (
              <details key={phase}>
                <summary>{AGENT_PHASE_NAMES[phase]}</summary>
                <Value of={records.get(phase)?.record ?? null} />
              </details>
            ))}
          </section>
        )
      })}
    </>
  )
}

/** The newest attempt of each phase that succeeded. */
export function newest(attempts: readonly AttemptRow[]): ReadonlyMap<string, AttemptRow> {
  const ordered = attempts
    .filter(({ status }) => status === 'succeeded')
    .toSorted((a, b) => a.fence - b.fence)
  return new Map(ordered.map((attempt) => [attempt.phase, attempt]))
}
