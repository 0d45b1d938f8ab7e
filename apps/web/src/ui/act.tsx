import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { CopyCommand } from './copy-command.tsx'
import { Dialog } from './dialog.tsx'
import { Problem } from './problem.tsx'
import { ReasonDialog } from './reason-dialog.tsx'

interface ActProps {
  /** What the button says. */
  readonly name: string
  readonly kind?: 'main' | 'grave'
  /** What will come of it, as a sentence or two. */
  readonly what: string
  /** Whether whoever does it is asked why: that goes into the ledger. */
  readonly reason?: 'wanted' | 'needed'
  /** The same on the command line; without a reason it is given an empty one. */
  readonly command: (reason: string) => string
  readonly act: (reason: string) => Promise<unknown>
}

/** A button for what moves a run. It tells what will come of it and the command that does the same, then does it. */
export function Act(props: ActProps) {
  const { name, kind, what, reason, command, act } = props
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <button type="button" className={kind} onClick={() => setOpen(true)}>
        {name}
      </button>
      {open && reason === undefined && <Confirm {...props} onClose={close} />}
      {open && reason !== undefined && (
        <ReasonDialog
          title={name}
          action={name}
          optional={reason === 'wanted'}
          command={command}
          onAnswer={act}
          onClose={close}
        >
          <p>{what}</p>
        </ReasonDialog>
      )}
    </>
  )
}

function Confirm({ name, kind = 'main', what, command, act, onClose }: ActProps & { readonly onClose: () => void }) {
  const { mutate, error, isPending } = useMutation({ mutationFn: () => act(''), onSuccess: onClose })
  return (
    <Dialog title={name} onClose={onClose}>
      <form
        className="fields"
        onSubmit={(event) => {
          event.preventDefault()
          mutate()
        }}
      >
        <p>{what}</p>
        {error !== null && <Problem of={error} />}
        <div className="acts">
          <button type="submit" className={kind} disabled={isPending}>
            {name}
          </button>
          <button type="button" onClick={onClose}>
            Leave it
          </button>
        </div>
        <CopyCommand command={command('')} />
      </form>
    </Dialog>
  )
}
