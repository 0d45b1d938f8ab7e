import type { TokensAnswer } from '@muster/core'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'

export const tokens = queryOptions({
  queryKey: ['tenant', 'tokens'],
  queryFn: async () => (await call<TokensAnswer>('/tokens')).tokens,
})
