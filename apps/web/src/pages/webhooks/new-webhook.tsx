import {
  DEFAULT_EVENTS,
  NOTICE_KINDS,
  type NoticeKind,
  type WebhookAnswer,
  type WebhookBody,
} from '@muster/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { send } from '../../api/call.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormEnd } from '../../ui/form-end.tsx'
import { shellWord } from '../../ui/shell-word.ts'
import { TextField } from '../../ui/text-field.tsx'

interface NewWebhookProps {
  readonly onMade: (answer: WebhookAnswer) => void
  readonly onClose: () => void
}

/** Adds a webhook. */
export function NewWebhook({ onMade, onClose }: NewWebhookProps) {
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [url, setUrl] = useState('')
  const [slack, setSlack] = useState(false)
  const [events, setEvents] = useState<readonly NoticeKind[]>(DEFAULT_EVENTS)
  const body: WebhookBody = { name: name.trim(), url: url.trim(), kind: slack ? 'slack' : 'muster', events }
  const missing = body.name === '' || body.url === '' || events.length === 0
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => send<WebhookAnswer>('/webhooks', body),
    onSuccess: async (answer) => {
      await queries.invalidateQueries({ queryKey: ['tenant', 'webhooks'] })
      onMade(answer)
    },
  })
  const toggle = (one: NoticeKind) =>
    setEvents(NOTICE_KINDS.filter((kind) => events.includes(kind) !== (kind === one)))
  return (
    <Dialog title="New webhook" onClose={onClose}>
      <form
        className="fields"
        onSubmit={(event) => {
          event.preventDefault()
          if (!missing) mutate()
        }}
      >
        <TextField label="What it is for" most={100} value={name} onChange={setName} />
        <TextField
          label="Its address"
          hint="https. It is kept encrypted, and shown to nobody again."
          most={2000}
          value={url}
          onChange={setUrl}
        />
        <label className="check">
          <input type="checkbox" checked={slack} onChange={({ target }) => setSlack(target.checked)} />
          It takes texts as Slack does, unsigned
        </label>
        <fieldset>
          <legend>What it is told of</legend>
          <span className="acts">
            {NOTICE_KINDS.map((one) => (
              <label key={one} className="check">
                <input type="checkbox" checked={events.includes(one)} onChange={() => toggle(one)} />
                {one}
              </label>
            ))}
          </span>
        </fieldset>
        <FormEnd
          name="Add it"
          disabled={missing || isPending}
          error={error}
          onLeave={onClose}
          command={commandOf(body)}
        />
      </form>
    </Dialog>
  )
}

/** The address stays out of it: what is typed in a shell is seen by others, and kept. */
function commandOf({ name, kind, events = [] }: WebhookBody): string {
  const slack = kind === 'slack' ? '--slack ' : ''
  return `npx muster webhook add ${shellWord(name || 'NAME')} - ${slack}--on ${events.join(',')}`
}
