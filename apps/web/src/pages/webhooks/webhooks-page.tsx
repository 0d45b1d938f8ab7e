import type { WebhookAnswer } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { whoami } from '../../api/queries.ts'
import { Loading } from '../../ui/loading.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Secret } from '../../ui/secret.tsx'
import { useMay } from '../../ui/use-may.ts'
import { useTitle } from '../../ui/use-title.ts'
import { NewWebhook } from './new-webhook.tsx'
import { webhooks } from './webhook-queries.ts'
import { WebhookRows } from './webhook-rows.tsx'

/** Who is told of the gates and runs of the tenant, for those who may say so. */
export function WebhooksPage() {
  useTitle('Webhooks')
  const known = useQuery(whoami).data !== undefined
  const may = useMay('administer')
  const { data, error } = useQuery({ ...webhooks, enabled: may })
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState<WebhookAnswer | null>(null)
  return (
    <>
      <div className="line">
        <h1>Webhooks</h1>
        {may && (
          <button type="button" onClick={() => setMaking(true)}>
            New webhook
          </button>
        )}
      </div>
      <p className="quiet">
        A webhook is told of gates and runs. It gets names, times and digests, and nothing that a run was
        given or said.
      </p>
      {made?.secret != null && (
        <Secret name={`The secret of ${made.webhook.name}`} text={made.secret} onClose={() => setMade(null)}>
          <strong>{made.webhook.name}</strong> tells by this secret that Muster sent what it is told.
        </Secret>
      )}
      {making && (
        <NewWebhook
          onMade={(answer) => {
            setMade(answer)
            setMaking(false)
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {known && !may && <p className="empty">Those who administer this tenant see its webhooks.</p>}
      {error !== null && <Problem of={error} />}
      {may && data === undefined && error === null && <Loading what="the webhooks" />}
      {data?.length === 0 && <p className="empty">There are no webhooks.</p>}
      {data !== undefined && data.length > 0 && <WebhookRows of={data} />}
    </>
  )
}
