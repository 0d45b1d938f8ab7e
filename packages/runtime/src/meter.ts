import {
  type BudgetLeft,
  type ChargedError,
  chargedError,
  MAX_CHARGED_ERRORS,
  OTHER_KIND,
  type Spending,
} from '@muster/core'

/**
 * Counts what one attempt spends against what its agent has left.
 *
 * M1. Whoever runs a program for an attempt tells it what the program writes and reports, and kills it on `signal`.
 * M2. The last error that is left spends the budget; of amounts, what goes past them does.
 * M3. Its memory is bounded, whatever is reported.
 */
export interface Meter {
  /** Fires when the budget is spent. */
  readonly signal: AbortSignal
  /** An error that the agent reported, or a limit that it broke. */
  error(kind: string, message: string): void
  output(bytes: number): void
  tokens(count: number): void
  cost(amount: number): void
  /** What of it is spent, in words; null while something is left. */
  because(): string | null
  /** What is left by now. */
  left(): BudgetLeft
  /** What was spent so far; undefined for nothing. */
  spending(): Spending | undefined
  /** Stops its clock. */
  close(): void
}

/** The longest time a timer can measure. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** Starts a meter, and its clock. `now` is monotonic, in milliseconds. */
export function createMeter(limits: BudgetLeft, now: () => number = () => performance.now()): Meter {
  const control = new AbortController()
  const startedAt = now()
  /** Of the kinds that have a limit. */
  const kinds = new Map(Object.keys(limits.kinds).map((kind) => [kind, 0]))
  const errors = new Map<string, ChargedError>()
  const used = { errors: 0, outputBytes: 0, tokens: 0, cost: 0 }
  let because: string | null = null

  const stop = (why: string): void => {
    because ??= why
    control.abort()
  }
  const timer =
    limits.wallMs === null
      ? undefined
      : setTimeout(() => stop('time'), Math.min(Math.max(0, limits.wallMs), MAX_TIMER_MS))

  const add = (what: 'outputBytes' | 'tokens' | 'cost', amount: number, words: string): void => {
    if (!Number.isFinite(amount) || amount <= 0) return
    used[what] += amount
    const limit = limits[what]
    if (limit !== null && used[what] > limit) stop(words)
  }

  return {
    signal: control.signal,
    error(given, message) {
      const { kind, ...error } = chargedError(given, message)
      used.errors += 1
      // Of a kind that is reported again and again, or of many kinds, only the number is of interest.
      const key = errors.has(kind) || errors.size < MAX_CHARGED_ERRORS - 1 ? kind : OTHER_KIND
      const known = errors.get(key)
      errors.set(key, known === undefined ? { ...error, kind: key } : { ...known, count: known.count + 1 })
      if (limits.errors !== null && used.errors >= limits.errors) stop(`errors, the last \`${kind}\``)
      const before = kinds.get(kind)
      if (before === undefined) return
      kinds.set(kind, before + 1)
      if (before + 1 >= (limits.kinds[kind] ?? 0)) stop(`errors of kind \`${kind}\``)
    },
    output: (bytes) => add('outputBytes', bytes, 'output'),
    tokens: (count) => add('tokens', count, 'tokens'),
    cost: (amount) => add('cost', amount, 'cost'),
    because: () => because,
    left() {
      const left = (limit: number | null, spent: number) => (limit === null ? null : limit - spent)
      return {
        errors: left(limits.errors, used.errors),
        kinds: Object.fromEntries(
          Object.entries(limits.kinds).map(([kind, limit]) => [kind, limit - (kinds.get(kind) ?? 0)]),
        ),
        wallMs: left(limits.wallMs, Math.round(now() - startedAt)),
        outputBytes: left(limits.outputBytes, used.outputBytes),
        tokens: left(limits.tokens, used.tokens),
        cost: left(limits.cost, used.cost),
      }
    },
    spending() {
      const { outputBytes, tokens, cost } = used
      if (errors.size === 0 && outputBytes === 0 && tokens === 0 && cost === 0) return undefined
      return { errors: [...errors.values()], outputBytes, tokens, cost }
    },
    close: () => clearTimeout(timer),
  }
}
