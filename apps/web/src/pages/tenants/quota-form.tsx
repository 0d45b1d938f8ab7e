import type { LimitName, QuotaBody, QuotaView } from '@muster/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { send } from '../../api/call.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormEnd } from '../../ui/form-end.tsx'
import { shellWord } from '../../ui/shell-word.ts'
import { LIMIT_WORDS, LIMITS } from './limit-words.ts'

interface QuotaFormProps {
  readonly tenant: string | null
  readonly quota: QuotaView
  readonly onClose: () => void
}

/** Sets the limits of one scope, and why. */
export function QuotaForm({ tenant, quota, onClose }: QuotaFormProps) {
  const queries = useQueryClient()
  const [texts, setTexts] = useState<Readonly<Partial<Record<LimitName, string>>>>({})
  const [reason, setReason] = useState('')
  const limits = changed(quota, texts)
  const { project } = quota
  const body: QuotaBody = {
    limits,
    reason: reason.trim(),
    ...(project === null ? {} : { project }),
    ...(tenant === null ? {} : { tenant }),
  }
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => send('/quotas', body),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['runs', 'quotas'] })
      onClose()
    },
  })
  const ready = Object.keys(limits).length > 0 && reason.trim() !== ''
  return (
    <Dialog
      title={project === null ? 'Limits of all projects together' : `Limits of ${project}`}
      onClose={onClose}
    >
      <form
        className="fields"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) mutate()
        }}
      >
        <div className="limit-fields">
          {LIMITS.map((name) => (
            <Field
              key={name}
              label={LIMIT_WORDS[name]}
              hint={name === 'artifactBytes' ? 'in bytes' : undefined}
            >
              {(control) => (
                <input
                  {...control}
                  type="number"
                  min={0}
                  step={name === 'cost' ? 'any' : 1}
                  placeholder="no limit"
                  value={texts[name] ?? quota.limits[name] ?? ''}
                  onChange={({ target }) => setTexts({ ...texts, [name]: target.value })}
                />
              )}
            </Field>
          ))}
        </div>
        <Field label="Why" hint="Kept in the ledger.">
          {(control) => (
            <textarea
              {...control}
              rows={2}
              maxLength={4000}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
        </Field>
        <FormEnd
          name="Set the limits"
          disabled={!ready || isPending}
          error={error}
          onLeave={onClose}
          command={commandOf(body)}
        />
      </form>
    </Dialog>
  )
}

/** What was typed and differs; an emptied field takes its limit away. */
function changed(
  { limits }: QuotaView,
  texts: Readonly<Partial<Record<LimitName, string>>>,
): QuotaBody['limits'] {
  return Object.fromEntries(
    LIMITS.flatMap((name) => {
      const text = texts[name]
      if (text === undefined) return []
      const value = text === '' ? null : Number(text)
      return value === (limits[name] ?? null) ? [] : [[name, value]]
    }),
  )
}

function commandOf({ limits, reason, project, tenant }: QuotaBody): string {
  const words = Object.entries(limits).map(([name, value]) => `${name}=${value ?? 'none'}`)
  return [
    'npx muster quota set',
    ...(words.length === 0 ? ['NAME=NUMBER'] : words),
    ...(project === undefined ? [] : ['--project', shellWord(project)]),
    ...(tenant === undefined ? [] : ['--tenant', shellWord(tenant)]),
    '--reason',
    shellWord(reason || 'WHY'),
  ].join(' ')
}
