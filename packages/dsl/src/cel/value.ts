import type { CelInput, CelValue } from '@bufbuild/cel'
import type { Json } from '@muster/core'
import { library } from './library.ts'

/** JSON as CEL sees it: whole numbers are `int`, others `double`; objects are maps. */
export function toCel(value: Json): CelInput {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item: Json) => toCel(item))
  return new Map(Object.entries(value).map(([key, item]) => [key, toCel(item)]))
}

/** A CEL result as JSON. Throws a RangeError or TypeError for what JSON cannot hold. */
export function fromCel(value: CelValue): Json {
  const { isCelList, isCelMap, isCelUint } = library()
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return safe(Number(value))
  if (typeof value === 'number') return finite(value)
  if (isCelUint(value)) return safe(Number(value.value))
  if (isCelList(value)) return [...value].map(fromCel)
  if (isCelMap(value))
    return Object.fromEntries([...value].map(([key, item]) => [keyText(key), fromCel(item)]))
  throw new TypeError('it gives a value that JSON cannot hold; turn it into a string with `string(...)`')
}

function keyText(key: CelValue): string {
  if (typeof key === 'string') return key
  return library().isCelUint(key) ? String(key.value) : JSON.stringify(fromCel(key))
}

function safe(value: number): number {
  if (Number.isSafeInteger(value)) return value
  throw new RangeError('it gives a whole number that JSON cannot keep exactly')
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value
  throw new RangeError('it gives a number that is not finite')
}
