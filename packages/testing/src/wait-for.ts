import { setTimeout as pause } from 'node:timers/promises'

/**
 * Waits until a condition holds, asking every `everyMs` milliseconds; answers what it answered. A condition that throws
 * does not hold yet. Throws after `timeoutMs`, naming what the condition last said.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = 10_000, everyMs = 20 }: { readonly timeoutMs?: number; readonly everyMs?: number } = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const end = performance.now() + timeoutMs
  for (;;) {
    let last: unknown
    try {
      const value = await condition()
      if (value !== false && value !== null && value !== undefined)
        return value as NonNullable<Exclude<T, false>>
      last = value
    } catch (thrown) {
      last = thrown
    }
    if (performance.now() >= end)
      throw new Error(`the condition did not hold within ${timeoutMs} ms: ${String(last)}`, { cause: last })
    await pause(everyMs)
  }
}
