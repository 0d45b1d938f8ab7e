import type { AuditAnswer } from '@muster/core'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'

const PAGE = 50

/** A page of what happened outside of runs; null is the newest. */
export const audit = (before: string | null) =>
  queryOptions({
    queryKey: ['tenant', 'audit', before],
    queryFn: () => {
      const query = new URLSearchParams({ limit: String(PAGE), ...(before !== null && { before }) })
      return call<AuditAnswer>(`/audit?${query.toString()}`)
    },
  })
