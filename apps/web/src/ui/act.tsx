import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from './dialog.tsx'
import { Field } from './field.tsx'
import { FormEnd } from './form-end.tsx'

interface ActProps {
  /** What the button says. */
  readonly name: string
  readonly kind?: 'main' | 'grave'
  /** What will come of it, as a sentence or two. */
  readonly what: string
  /** Whether whoever does it is asked why: that goes into the ledger. */
  readonly reason?: 'wanted' | 'needed'
  /** The same on the command line. */
  readonly command: (reason: string) => string
  readonly act: (reason: string) => Promise<unknown>
}

/** A button for what moves a run. It tells what will come of it and the command that does the same, then does it. */
export function Act(props: ActProps) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className={props.kind} onClick={() => setOpen(true)}>
        {props.name}
      </button>
      {open && <ActDialog {...props} onClose={() => setOpen(false)} />}
    </>
  )
}

function ActDialog(props: ActProps & { readonly onClose: () => void }) {
  const { name, kind = 'main', what, reason, command, act, onClose } = props
  const [why, setWhy] = useState('')
  const [asked, setAsked] = useState(false)
  const { mutate, error, isPending } = useMutation({ mutationFn: act, onSuccess: onClose })
  const missing = reason === 'needed' && why.trim() === ''
  return (
    <Dialog title={name} onClose={onClose}>
      <form
        className="fields"
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(true)
          if (!missing) mutate(why.trim())
        }}
      >
        <p>{what}</p>
        {reason !== undefined && (
          <Field
            label={reason === 'needed' ? 'Why' : 'Why, if there is a reason'}
            hint="It is kept in the ledger."
            problem={asked && missing ? 'Say why.' : null}
          >
            {(control) => (
              <textarea
                {...control}
                rows={2}
                maxLength={4000}
                value={why}
                onChange={({ target }) => setWhy(target.value)}
              />
            )}
          </Field>
        )}
        <FormEnd
          name={name}
          kind={kind}
          disabled={isPending}
          error={error}
          onLeave={onClose}
          command={command(why.trim() === '' ? 'REASON' : why.trim())}
        />
      </form>
    </Dialog>
  )
}
