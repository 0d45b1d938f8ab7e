import { untilQuiet } from './foreign-load.mjs'

/**
 * Runs contestants side by side: each in every round, forwards and backwards in turn, so that none always runs first.
 * Before each round it waits at most `patienceMs` until others leave the machine alone.
 * `contestants` maps a name to a function; answers the same names with what it answered, round by round.
 */
export async function alternate(contestants, rounds, { patienceMs = 0 } = {}) {
  const results = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    await untilQuiet(patienceMs)
    const order = Object.entries(contestants)
    if (round % 2 === 1) order.reverse()
    for (const [name, run] of order) results[name].push(await run())
  }
  return results
}
