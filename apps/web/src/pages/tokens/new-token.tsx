import type { Permission, TokenAnswer, TokenBody, WhoamiView } from '@muster/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { send } from '../../api/call.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormEnd } from '../../ui/form-end.tsx'
import { shellWord } from '../../ui/shell-word.ts'
import { TextField } from '../../ui/text-field.tsx'

const DAY_MS = 24 * 60 * 60_000
const DAYS = [1, 7, 30, 90, 365]

interface NewTokenProps {
  readonly me: WhoamiView
  readonly onMade: (answer: TokenAnswer) => void
  readonly onClose: () => void
}

/** Makes a token: for oneself, and for anybody else where one administers. */
export function NewToken({ me, onMade, onClose }: NewTokenProps) {
  const queries = useQueryClient()
  const administers = me.permissions.includes('administer')
  const [name, setName] = useState('')
  const [as, setAs] = useState('')
  const [script, setScript] = useState(false)
  const [roles, setRoles] = useState('')
  const [permissions, setPermissions] = useState<readonly Permission[] | null>(null)
  const [project, setProject] = useState('')
  const [days, setDays] = useState(90)
  const body: TokenBody = {
    name: name.trim(),
    forMs: days * DAY_MS,
    ...(as === '' ? {} : { as }),
    ...(script ? { kind: 'script' as const } : {}),
    ...(roles === '' ? {} : { roles: roles.split(/[\s,]+/).filter((role) => role !== '') }),
    ...(permissions === null ? {} : { permissions }),
    ...(project === '' ? {} : { project }),
  }
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => send<TokenAnswer>('/tokens', body),
    onSuccess: async (answer) => {
      await queries.invalidateQueries({ queryKey: ['tenant', 'tokens'] })
      onMade(answer)
    },
  })
  const chosen = permissions ?? me.permissions
  const toggle = (one: Permission) =>
    setPermissions(chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one])
  return (
    <Dialog title="New token" onClose={onClose}>
      <form
        className="fields"
        onSubmit={(event) => {
          event.preventDefault()
          if (body.name !== '') mutate()
        }}
      >
        <TextField label="What it is for" most={100} value={name} onChange={setName} />
        {administers && (
          <>
            <TextField
              label="Whom it speaks for"
              hint={`You, ${me.actor.name}, unless given.`}
              most={100}
              value={as}
              onChange={setAs}
            />
            <label className="check">
              <input type="checkbox" checked={script} onChange={({ target }) => setScript(target.checked)} />
              It is for a script, not for a person
            </label>
            <TextField
              label="Roles"
              hint={`Separated by commas. Unless given, yours: ${me.actor.roles.join(', ') || 'none'}.`}
              value={roles}
              onChange={setRoles}
            />
          </>
        )}
        <fieldset>
          <legend>What it may do{roles !== '' && permissions === null && ': what its roles may'}</legend>
          <span className="acts">
            {me.permissions.map((one) => (
              <label key={one} className="check">
                <input type="checkbox" checked={chosen.includes(one)} onChange={() => toggle(one)} />
                {one}
              </label>
            ))}
          </span>
        </fieldset>
        {me.project === null && (
          <TextField
            label="The only project it may act in"
            hint="All of the tenant unless given."
            most={63}
            value={project}
            onChange={setProject}
          />
        )}
        <Field label="Good for">
          {(control) => (
            <select {...control} value={days} onChange={({ target }) => setDays(Number(target.value))}>
              {DAYS.map((count) => (
                <option key={count} value={count}>
                  {count === 1 ? 'a day' : `${count} days`}
                </option>
              ))}
            </select>
          )}
        </Field>
        <FormEnd
          name="Make it"
          disabled={body.name === '' || isPending}
          error={error}
          onLeave={onClose}
          command={commandOf(body, days)}
        />
      </form>
    </Dialog>
  )
}

function commandOf({ name, as, kind, roles, permissions, project }: TokenBody, days: number): string {
  return [
    `npx muster token create ${shellWord(name || 'NAME')}`,
    ...(as === undefined ? [] : ['--as', shellWord(as)]),
    ...(kind === 'script' ? ['--script'] : []),
    ...(roles === undefined ? [] : ['--roles', shellWord(roles.join(','))]),
    ...(permissions === undefined ? [] : ['--may', shellWord(permissions.join(','))]),
    ...(project === undefined ? [] : ['--project', shellWord(project)]),
    '--for',
    `${days}d`,
  ].join(' ')
}
