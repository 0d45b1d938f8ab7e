import type { Actor } from './actor.ts'

/** What a route may ask for. `administer` is for tokens, and for whatever changes who may do what. */
export const PERMISSIONS = ['view', 'submit', 'operate', 'decide', 'administer'] as const
export type Permission = (typeof PERMISSIONS)[number]

/** How it is known who asks. */
export type Authentication =
  /** The token in the home of this Muster, or one that its owner chose. */
  | { readonly by: 'owner' }
  /** `loginAt` is when it was made: `muster login` makes one. */
  | { readonly by: 'token'; readonly id: string; readonly loginAt: number }
  | {
      readonly by: 'session'
      readonly id: string
      /** What the session began with, and when: a decision of weight asks for a fresh one. */
      readonly login: 'owner' | 'token' | 'oidc'
      readonly loginAt: number
    }

/**
 * Who asks for something, as it was proven. Whatever is done for a request is done with the tenant and the actor of its
 * principal, and with no other.
 */
export interface Principal {
  readonly tenant: string
  /** The only project it may act in; null for all of its tenant. */
  readonly project: string | null
  readonly actor: Actor
  readonly permissions: readonly Permission[]
  readonly authentication: Authentication
}

/** What each role lets a person do. A role that is not here may be named by gates and grants nothing by itself. */
export const ROLES: Readonly<Record<string, readonly Permission[]>> = {
  owner: PERMISSIONS,
  admin: PERMISSIONS,
  operator: ['view', 'submit', 'operate'],
  author: ['view', 'submit'],
  approver: ['view', 'decide'],
  viewer: ['view'],
}

/** The permissions of all these roles together. */
export function permissionsOf(roles: readonly string[]): readonly Permission[] {
  const granted = new Set(roles.flatMap((role) => (Object.hasOwn(ROLES, role) ? (ROLES[role] ?? []) : [])))
  return PERMISSIONS.filter((one) => granted.has(one))
}

/** Whether somebody may ask for this. */
export function mayAsk({ permissions }: Principal, permission: Permission): boolean {
  return permissions.includes(permission)
}

/** Whether somebody speaks as the owner of this Muster, who alone may speak for others. */
export function isLocalOwner({ authentication }: Principal): boolean {
  return (
    authentication.by === 'owner' || (authentication.by === 'session' && authentication.login === 'owner')
  )
}

/** The actor that the local owner speaks for. */
export function speakingFor(name: string, { actor }: Principal): Actor {
  return { kind: 'person', name, roles: [], via: actor.via ?? actor.name }
}
