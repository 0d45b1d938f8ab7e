import type { Template, Tier } from '@muster/core'
import { proportionalBytes, readUsage } from '../supervisor/usage.ts'
import type { AgentProcess } from './agent-process.ts'

/** A process of an agent program that has shaken hands, and works for no agent yet. */
export interface WarmProcess {
  readonly process: AgentProcess
  /** Ends it, and removes the directory that it was given for a workspace. */
  discard(): Promise<void>
}

/** For whom a process may be: what differs in none of this starts the same program behind the same walls. */
export interface WarmKind {
  readonly tenant: string
  readonly tier: Tier
  readonly template: Pick<Template, 'name' | 'version' | 'digest'>
}

/** Processes of agent programs that are started before their agents. */
export interface WarmPool {
  /** How many wait. */
  size(): number
  /** One that waits; it is never given to anyone else. Null when there is none. */
  take(kind: WarmKind): WarmProcess | null
  /**
   * Sees to it that `count` of a kind wait, as far as the bounds allow. `start` answers null when it could not be started,
   * or its signal fired.
   */
  fill(kind: WarmKind, count: number, start: WarmStart): void
  /** Kills those of a template, as a revocation names it: `name` for all versions of it, or `name@version`. */
  revoke(tenant: string, template: string): Promise<void>
  /** Kills all. Who cannot hear of revocations keeps none. */
  clear(): Promise<void>
  /** Kills all, and takes no more. */
  stop(): Promise<void>
}

type WarmStart = (stop: AbortSignal) => Promise<WarmProcess | null>

export interface WarmBounds {
  /** Of all kinds together. */
  readonly count: number
  /** How long one waits for its agent, in milliseconds. */
  readonly ageMs: number
  /** Of the memory that they take together. */
  readonly bytes: number
}

const BOUNDS: WarmBounds = { count: 8, ageMs: 5 * 60_000, bytes: 512 * 1024 * 1024 }
/** How often age and memory are looked at. */
const LOOK_MS = 5_000

interface Waiting {
  readonly kind: WarmKind
  readonly warm: WarmProcess
  readonly since: number
}

/**
 * No processes yet. `now` is in milliseconds and never goes back.
 *
 * P1. A process leaves the pool once, for one agent, and never comes back.
 * P2. One that ends or breaks the protocol while it waits is nobody's.
 * P3. One that is being started when its template is revoked, or the pool stopped, is killed before that is answered.
 */
export function createWarmPool(
  now: () => number = () => performance.now(),
  { count: most, ageMs, bytes }: WarmBounds = BOUNDS,
): WarmPool {
  const waiting = new Set<Waiting>()
  const starting = new Map<Promise<void>, { readonly kind: WarmKind; readonly control: AbortController }>()
  let stopped = false
  let looking: NodeJS.Timeout | undefined

  const drop = async (gone: Waiting): Promise<void> => {
    if (waiting.delete(gone)) await gone.warm.discard()
  }
  const dropAll = async (which: (kind: WarmKind) => boolean): Promise<void> => {
    const begun = [...starting].filter(([, { kind }]) => which(kind))
    for (const [, { control }] of begun) control.abort()
    await Promise.all([
      ...[...waiting].filter(({ kind }) => which(kind)).map(drop),
      ...begun.map(([adding]) => adding),
    ])
  }

  /** Ends the oldest until the rest is within the bounds. */
  const look = (): void => {
    for (const each of waiting) if (now() - each.since > ageMs) void drop(each)
    let taken = usedBytes([...waiting])
    for (const each of waiting) {
      if (taken <= bytes) break
      taken -= usedBytes([each])
      void drop(each)
    }
    if (waiting.size > 0) return
    clearInterval(looking)
    looking = undefined
  }

  const keep = (kind: WarmKind, warm: WarmProcess): void => {
    const entry: Waiting = { kind, warm, since: now() }
    waiting.add(entry)
    looking ??= setInterval(look, LOOK_MS).unref()
    void warm.process.over.then(() => drop(entry))
    look()
  }

  const add = async (kind: WarmKind, start: WarmStart, stop: AbortSignal): Promise<void> => {
    const warm = await start(stop).catch(() => null)
    if (warm === null) return
    if (stop.aborted) await warm.discard()
    else keep(kind, warm)
  }

  return {
    size: () => waiting.size,
    take(kind) {
      const found = [...waiting].find((each) => keyOf(each.kind) === keyOf(kind))
      if (found === undefined) return null
      waiting.delete(found)
      return found.warm
    },
    fill(kind, count, start) {
      const key = keyOf(kind)
      const known = [...starting.values(), ...waiting].map((each) => each.kind)
      let missing = count - known.filter((each) => keyOf(each) === key).length
      let room = most - known.length
      for (; !stopped && missing > 0 && room > 0; missing -= 1, room -= 1) {
        const control = new AbortController()
        const adding: Promise<void> = add(kind, start, control.signal).finally(() => starting.delete(adding))
        starting.set(adding, { kind, control })
      }
    },
    revoke: (tenant, template) =>
      dropAll(
        (kind) =>
          kind.tenant === tenant &&
          (template === kind.template.name || template === `${kind.template.name}@${kind.template.version}`),
      ),
    clear: () => dropAll(() => true),
    async stop() {
      stopped = true
      await dropAll(() => true)
    },
  }
}

function keyOf({ tenant, tier, template }: WarmKind): string {
  return JSON.stringify([tenant, tier, template.digest])
}

function usedBytes(processes: readonly Waiting[]): number {
  const usage = readUsage(processes.map(({ warm }) => warm.process.pid))
  return [...usage.values()].reduce((sum, each) => sum + proportionalBytes(each), 0)
}
