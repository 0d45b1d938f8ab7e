import { type Fault, fault, type Pointer } from '../fault.ts'
import type { OutlineStage } from '../outline.ts'
import { endOf, startOf, type TimeOrder } from './time-order.ts'

/** A stage that reads what another came to. */
export interface StageUse {
  readonly at: Pointer
  readonly reader: OutlineStage
  readonly read: OutlineStage
}

const CHUNK = 31

/**
 * Reads of stages that need not have ended when the reader starts. All targets are followed through the order at
 * once, 31 in the bits of one number, so that 10,000 readers cost no more than a few hundred walks.
 */
export function* checkUpstream(uses: readonly StageUse[], time: TimeOrder): Generator<Fault> {
  const byTarget = new Map<OutlineStage, StageUse[]>()
  for (const use of uses) {
    const same = byTarget.get(use.read)
    if (same === undefined) byTarget.set(use.read, [use])
    else same.push(use)
  }
  const targets = [...byTarget.keys()]
  for (let first = 0; first < targets.length; first += CHUNK) {
    const chunk = targets.slice(first, first + CHUNK)
    const ended = endedBefore(chunk, time)
    for (const [bit, target] of chunk.entries())
      for (const use of byTarget.get(target) ?? [])
        if (((ended[startOf(use.reader)] ?? 0) & (1 << bit)) === 0) yield notUpstream(use)
  }
}

/** For each moment, the bits of those targets that have ended by then for certain. */
function endedBefore(targets: readonly OutlineStage[], time: TimeOrder): Int32Array {
  const bits = new Int32Array(time.order.length)
  for (const [bit, target] of targets.entries()) bits[endOf(target)] = 1 << bit
  for (const moment of time.order)
    for (const needed of time.needs(moment)) bits[moment] = (bits[moment] ?? 0) | (bits[needed] ?? 0)
  return bits
}

function notUpstream({ at, reader, read }: StageUse): Fault {
  const own = reader === read ? ' itself' : ''
  return fault(
    at,
    'NOT_UPSTREAM',
    `\`${reader.path}\` reads \`${read.path}\`${own}, which need not have ended by then.`,
    {
      expected: 'stages that this one requires, directly or through others',
      hint: own === '' ? `add \`requires: [${read.path}]\`` : null,
    },
  )
}
