import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { send } from '../../api/call.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormEnd } from '../../ui/form-end.tsx'
import { shellWord } from '../../ui/shell-word.ts'
import { TextField } from '../../ui/text-field.tsx'

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
        <TextField
          label="Tenant"
          hint="Small letters, digits and hyphens. One that is there already is left as it is."
          most={63}
          value={tenant}
          onChange={setTenant}
        />
        <TextField
          label="Project of it, if wanted"
          hint="It has the project default already."
          most={63}
          value={project}
          onChange={setProject}
        />
        <FormEnd
          name="Make it"
          disabled={tenant === '' || isPending}
          error={error}
          onLeave={onClose}
          command={command}
        />
      </form>
    </Dialog>
  )
}
