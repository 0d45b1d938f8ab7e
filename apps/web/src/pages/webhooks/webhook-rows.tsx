import { visible, type WebhookTestAnswer, type WebhookView } from '@muster/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { at, send } from '../../api/call.ts'
import { Act } from '../../ui/act.tsx'
import { ActsHead } from '../../ui/acts-head.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Symbol } from '../../ui/symbol.tsx'

/** Webhooks as a table. */
export function WebhookRows({ of }: { readonly of: readonly WebhookView[] }) {
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">Webhook</th>
          <th scope="col">Host</th>
          <th scope="col">Told of</th>
          <th scope="col">Added</th>
          <ActsHead />
        </tr>
      </thead>
      <tbody>
        {of.map((webhook) => (
          <tr key={webhook.id}>
            <td className="told">
              {visible(webhook.name, 100)} <code className="quiet">{webhook.id}</code>
            </td>
            <td className="told">
              {webhook.host}
              <p className="quiet">{webhook.kind === 'slack' ? 'as Slack takes it' : 'signed'}</p>
            </td>
            <td className="told">{webhook.events.join(', ')}</td>
            <td>
              <Moment at={webhook.createdAt} as="ago" />
              <p className="quiet">by {webhook.createdBy.name}</p>
            </td>
            <td>
              <Acts of={webhook} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Acts({ of: { id, name } }: { readonly of: WebhookView }) {
  const queries = useQueryClient()
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => send<WebhookTestAnswer>(at`/webhooks/${id}/test`, {}),
  })
  return (
    <span className="acts">
      <button type="button" disabled={isPending} onClick={() => mutate()}>
        Test
      </button>
      <Act
        name="Remove"
        kind="grave"
        what={`${name} is told nothing more, also of what it has not been told yet. It cannot be taken back.`}
        command={() => `npx muster webhook remove ${id}`}
        act={async () => {
          await send(at`/webhooks/${id}/remove`, {})
          await queries.invalidateQueries({ queryKey: ['tenant', 'webhooks'] })
        }}
      />
      <span role="status">
        {data !== undefined && <Tried of={data} />}
        {error !== null && <span className="misfit">{error.message}</span>}
      </span>
    </span>
  )
}

function Tried({ of: { delivered, problem } }: { readonly of: WebhookTestAnswer }) {
  const name = delivered ? 'succeeded' : 'failed'
  return (
    <span className={`status is-${name}`}>
      <Symbol name={name} />
      {delivered ? 'it was taken' : problem}
    </span>
  )
}
