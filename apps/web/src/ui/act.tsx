import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { CopyCommand } from './copy-command.tsx'
import { Dialog } from './dialog.tsx'
import { Problem } from './problem.tsx'

interface ActProps {
  /** What the button says. */
  readonly name: string
  readonly kind?: 'main' | 'grave'
  /** What is asked before it is done, as a sentence or two. */
  readonly question: ReactNode
  /** Whether whoever does it says why: that goes into the ledger. */
  readonly reason?: 'wanted' | 'needed'
  /** The same on the command line. */
  readonly command: (reason: string) => string
  readonly act: (reason: string) => Promise<unknown>
}

/** A button for something that moves a run: it says what will happen, asks why, and tells the command that does the same. */
export function Act({ name, kind, question, reason, command, act }: ActProps) {
  const [open, setOpen] = useState(false)
  const [why, setWhy] = useState('')
  const id = useId()
  const close = () => setOpen(false)
  const { mutate, error, isPending, reset } = useMutation({ mutationFn: act, onSuccess: close })
  const missing = reason === 'needed' && why.trim() === ''
  return (
    <>
      <button
        type="button"
        className={kind}
        onClick={() => {
          reset()
          setWhy('')
          setOpen(true)
        }}
      >
        {name}
      </button>
      {open && (
        <Dialog title={name} onClose={close}>
          <form
            onSubmit={(event) => {
              event.preventDefault()
              if (!missing) mutate(why.trim())
            }}
          >
            <p>{question}</p>
            {reason !== undefined && (
              <label htmlFor={id} className="field">
                Why{reason === 'wanted' ? ' (kept in the ledger; may be left out)' : ' (kept in the ledger)'}
                <textarea
                  id={id}
                  rows={2}
                  maxLength={4000}
                  required={reason === 'needed'}
                  value={why}
                  onChange={({ target }) => setWhy(target.value)}
                />
              </label>
            )}
            {error !== null && <Problem of={error} />}
            <CopyCommand command={command(why.trim())} />
            <div className="choices">
              <button type="button" onClick={close}>
                Leave it
              </button>
              <button type="submit" className={kind ?? 'main'} disabled={missing || isPending}>
                {name}
              </button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  )
}
