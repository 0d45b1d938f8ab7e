import { MusterError } from './error.ts'

/** A tenant and what it may run in. */
export interface TenantView {
  readonly id: string
  readonly projects: readonly string[]
}

/**
 * What a tenant or a project may be called: it is part of names in the store, and of paths.
 * 63 is the longest label of a host name.
 */
const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** The name of a tenant or a project, checked. Throws MUSTER_USAGE. */
export function scopeName(what: 'tenant' | 'project', name: string): string {
  if (NAME.test(name)) return name
  const problem = `a ${what} is named by small letters, digits and hyphens between them, at most 63: \`${name}\` is not`
  throw new MusterError('MUSTER_USAGE', { problem })
}
