import type { CelEnv, CelFunc, CelValue } from '@bufbuild/cel'
import { library } from './library.ts'

/** The name of the function around each list that a comprehension walks. CEL text cannot spell it. */
export const WALK = '@walk'
/** The name of the function around each value that a function inside a comprehension is given. */
export const WEIGH = '@weigh'

const MAX_LIST = 1_000
const MAX_STEPS = 250_000
const MAX_TEXT = 1_000_000

/** What one evaluation may still cost. Steps are counted, not timed, so that an expression always ends alike. */
export interface Purse {
  steps: number
}

/** A full purse. */
export function fullPurse(): Purse {
  return { steps: MAX_STEPS }
}

/** CEL with sums that mix whole numbers and fractions, as JSON does, and with every walk paid from `purse`. */
export function createEnvironment(purse: { current: Purse }): CelEnv {
  const { CelScalar, celEnv, celFunc, isCelList, isCelMap, listType } = library()
  const { DYN, STRING } = CelScalar
  const LIST = listType(DYN)
  const spend = (steps: number) => {
    purse.current.steps -= steps
    if (purse.current.steps < 0) throw new RangeError('it takes too many steps')
  }
  const walk = (value: CelValue) => {
    const size = isCelList(value) || isCelMap(value) ? value.size : 0
    if (size > MAX_LIST)
      throw new RangeError(`it walks a list of ${size} elements; at most ${MAX_LIST} are allowed`)
    spend(1 + size)
    return value
  }
  const weigh = (value: CelValue) => {
    payFor(value, spend)
    return value
  }
  const join = (left: string, right: string) => {
    spend(1 + ((left.length + right.length) >> 4))
    if (left.length + right.length > MAX_TEXT) throw new RangeError('it makes too long a text')
    return left + right
  }
  return celEnv({
    funcs: [
      ...mixed('_+_', (left, right) => left + right),
      ...mixed('_-_', (left, right) => left - right),
      ...mixed('_*_', (left, right) => left * right),
      ...mixed('_/_', (left, right) => left / right),
      celFunc('_+_', [STRING, STRING], STRING, join),
      celFunc('_+_', [LIST, LIST], LIST, (left, right) => {
        spend(1 + ((left.size + right.size) >> 2))
        return [...left, ...right]
      }),
      celFunc(WALK, [DYN], DYN, walk),
      celFunc(WEIGH, [DYN], DYN, weigh),
    ],
  })
}

function mixed(name: string, sum: (left: number, right: number) => number): CelFunc[] {
  const { CelScalar, celFunc } = library()
  const { INT, DOUBLE } = CelScalar
  return [
    celFunc(name, [INT, DOUBLE], DOUBLE, (left, right) => sum(Number(left), right)),
    celFunc(name, [DOUBLE, INT], DOUBLE, (left, right) => sum(left, Number(right))),
  ]
}

function payFor(value: CelValue, spend: (steps: number) => void): void {
  const { isCelList, isCelMap } = library()
  if (typeof value === 'string') return spend(1 + (value.length >> 6))
  if (isCelList(value)) {
    spend(1 + value.size)
    for (const item of value) payFor(item, spend)
  } else if (isCelMap(value)) {
    spend(1 + value.size)
    for (const item of value.values()) payFor(item, spend)
  }
}
