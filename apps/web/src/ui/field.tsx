import { type ReactNode, useId } from 'react'

/** What the control of a field takes over, so that those who cannot see the form know what belongs together. */
interface ControlProps {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
}

interface FieldProps {
  readonly label: ReactNode
  /** What may be put in. */
  readonly hint?: ReactNode
  /** What is wrong with what was put in; null when nothing is. */
  readonly problem?: string | null
  readonly children: (control: ControlProps) => ReactNode
}

/** One field of a form: its name, its control, what may be put in and what is wrong with it. */
export function Field({ label, hint, problem = null, children }: FieldProps) {
  const id = useId()
  const told = [hint === undefined ? [] : `${id}-hint`, problem === null ? [] : `${id}-problem`].flat()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-describedby': told.length === 0 ? undefined : told.join(' '),
        'aria-invalid': problem === null ? undefined : true,
      })}
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem !== null && (
        <p className="misfit" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
