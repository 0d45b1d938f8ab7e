import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { send } from '../../api/call.ts'
import { CopyCommand } from '../../ui/copy-command.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Problem } from '../../ui/problem.tsx'
import { shellWord } from '../../ui/shell-word.ts'

/** A button that makes a tenant, or a project of one. */
export function NewTenant() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        New tenant or project
      </button>
      {open && <NewTenantForm onClose={() => setOpen(false)} />}
    </>
  )
}

function NewTenantForm({ onClose }: { readonly onClose: () => void }) {
  const queries = useQueryClient()
  const [tenant, setTenant] = useState('')
  const [project, setProject] = useState('')
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => send('/tenants', { tenant, ...(project === '' ? {} : { project }) }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['tenant'] })
      await queries.invalidateQueries({ queryKey: ['runs', 'quotas'] })
      onClose()
    },
  })
  const command = `npx muster tenant create ${shellWord(tenant || 'NAME')}${project === '' ? '' : ` --project ${shellWord(project)}`}`
  return (
    <Dialog title="New tenant or project" onClose={onClose}>
      <form
        className="fields"
        onSubmit={(event) => {
          event.preventDefault()
          if (tenant !== '') mutate()
        }}
      >
        <Field
          label="Tenant"
          hint="Small letters, digits and hyphens. One that is there already is left as it is."
        >
          {(control) => (
            <input
              {...control}
              maxLength={63}
              value={tenant}
              onChange={({ target }) => setTenant(target.value)}
            />
          )}
        </Field>
        <Field label="Project of it, if wanted" hint="It has the project default already.">
          {(control) => (
            <input
              {...control}
              maxLength={63}
              value={project}
              onChange={({ target }) => setProject(target.value)}
            />
          )}
        </Field>
        {error !== null && <Problem of={error} />}
        <div className="acts">
          <button type="submit" className="main" disabled={tenant === '' || isPending}>
            Make it
          </button>
          <button type="button" onClick={onClose}>
            Leave it
          </button>
        </div>
        <CopyCommand command={command} />
      </form>
    </Dialog>
  )
}
