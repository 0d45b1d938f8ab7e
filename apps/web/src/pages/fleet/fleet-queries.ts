import type { FleetView, RevocationsAnswer, WorkersAnswer } from '@muster/core'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'

export const workers = queryOptions({
  queryKey: ['fleet', 'workers'],
  queryFn: async () => (await call<WorkersAnswer>('/workers')).workers,
})

export const fleet = queryOptions({ queryKey: ['fleet', 'parts'], queryFn: () => call<FleetView>('/fleet') })

export const revocations = queryOptions({
  queryKey: ['tenant', 'revocations'],
  queryFn: async () => (await call<RevocationsAnswer>('/revocations')).revocations,
})
