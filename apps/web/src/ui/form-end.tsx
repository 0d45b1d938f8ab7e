import { CopyCommand } from './copy-command.tsx'
import { Problem } from './problem.tsx'

interface FormEndProps {
  /** What the button says. */
  readonly name: string
  readonly kind?: 'main' | 'grave'
  readonly disabled: boolean
  /** Why it was refused; null when it was not. */
  readonly error: Error | null
  readonly onLeave: () => void
  /** The same on the command line. */
  readonly command: string
}

/** What a form in a dialog ends with: what went wrong, the two ways out, and the command that does the same. */
export function FormEnd({ name, kind = 'main', disabled, error, onLeave, command }: FormEndProps) {
  return (
    <>
      {error !== null && <Problem of={error} />}
      <div className="acts">
        <button type="submit" className={kind} disabled={disabled}>
          {name}
        </button>
        <button type="button" onClick={onLeave}>
          Leave it
        </button>
      </div>
      <CopyCommand command={command} />
    </>
  )
}
