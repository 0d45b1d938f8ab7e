import type { Permission } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { whoami } from '../api/queries.ts'

/** Whether whoever looks has a permission; not before it is known. */
export function useMay(permission: Permission): boolean {
  return useQuery(whoami).data?.permissions.includes(permission) ?? false
}
