import type { WebhookView } from '@muster/core'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'

export const webhooks = queryOptions({
  queryKey: ['tenant', 'webhooks'],
  queryFn: async () => (await call<{ webhooks: readonly WebhookView[] }>('/webhooks')).webhooks,
})
