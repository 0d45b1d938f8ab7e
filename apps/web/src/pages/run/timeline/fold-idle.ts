/** A stretch of time, in milliseconds since 1970. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** A time line on which stretches where nothing happens are short. */
export interface TimeLine {
  /** Where a moment lies, from 0 at the begin to 1 at the end. */
  readonly at: (moment: number) => number
  /** What was folded, and where it lies. */
  readonly folds: readonly (Stretch & { readonly at: number; readonly width: number })[]
}

/** Idle time is folded when it is this long, and longer than that share of all that was worked. */
const LEAST_FOLDED_MS = 5_000
const LEAST_SHARE = 0.15
/** What a fold takes of the line. */
const FOLD_WIDTH = 0.04

/** Lays time out from the first stretch of work to the last, with idle time between them folded. */
export function foldIdle(work: readonly Stretch[]): TimeLine {
  const busy = merged(work)
  const [first] = busy
  const last = busy.at(-1)
  if (first === undefined || last === undefined) return { at: () => 0, folds: [] }
  const worked = busy.reduce((sum, { from, to }) => sum + to - from, 0)
  const least = Math.max(LEAST_FOLDED_MS, worked * LEAST_SHARE)
  const gaps = busy
    .slice(1)
    .flatMap(({ from }, index) => ({ from: busy[index]?.to ?? from, to: from }))
    .filter(({ from, to }) => to - from >= least)
  const width = Math.min(FOLD_WIDTH, 0.5 / Math.max(1, gaps.length))
  const shown = last.to - first.from - gaps.reduce((sum, { from, to }) => sum + to - from, 0)
  const perMs = (1 - width * gaps.length) / Math.max(1, shown)
  const at = (moment: number): number => {
    let place = (Math.min(last.to, Math.max(first.from, moment)) - first.from) * perMs
    for (const { from, to } of gaps) {
      if (moment <= from) break
      const part = (Math.min(to, moment) - from) / (to - from)
      place += part * width - (Math.min(to, moment) - from) * perMs
    }
    return Math.min(1, Math.max(0, place))
  }
  return { at, folds: gaps.map((gap) => ({ ...gap, at: at(gap.from), width })) }
}

/** Stretches in order, those that touch as one. */
function merged(work: readonly Stretch[]): readonly Stretch[] {
  const ordered = work.filter(({ from, to }) => to >= from).toSorted((a, b) => a.from - b.from)
  const busy: Stretch[] = []
  for (const one of ordered) {
    const before = busy.at(-1)
    if (before !== undefined && one.from <= before.to)
      busy[busy.length - 1] = { from: before.from, to: Math.max(before.to, one.to) }
    else busy.push(one)
  }
  return busy
}
