/** How a bound stands after something was counted. */
export interface Bound {
  readonly limit: number
  readonly remaining: number
  /** Milliseconds until all of it is free again. */
  readonly resetMs: number
  /** Whether this was one too many. */
  readonly over: boolean
}

/** Bounds how often something happens under one key. */
export interface Limiter {
  /** Counts one. */
  take(key: string): Promise<Bound>
  /** The bound when this process knows that nothing of it is left, or null; counts nothing. */
  spent(key: string): Promise<Bound | null>
}

/** Makes a limiter: at most `limit` of `what` within each window of `windowMs`, in whole seconds. */
export type Limiters = (what: string, limit: number, windowMs: number) => Limiter
