import type { Json } from '@muster/core'
import { isAlias, isMap, isScalar, type ParsedNode, type Scalar } from 'yaml'
import { type Fault, fault } from '../fault.ts'

/** A fault of the text itself: its place is known as an offset. */
export interface TextFault {
  readonly offset: number
  readonly fault: Fault
}

interface Place {
  readonly key: number
  readonly value: number
}

/** Where the values of each collection begin, by key or index. */
export type Places = ReadonlyMap<unknown, ReadonlyMap<string | number, Place>>

export interface Tree {
  readonly data: Json
  readonly places: Places
  readonly faults: readonly TextFault[]
}

const UNSAFE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Turns a composed YAML node into plain data, remembering where everything was and what is refused. */
export function readTree(root: ParsedNode | null): Tree {
  const places = new Map<unknown, Map<string | number, Place>>()
  const faults: TextFault[] = []
  const refuse = (offset: number, refused: Fault) => faults.push({ offset, fault: refused })

  function read(node: ParsedNode | null): Json {
    if (node === null) return null
    const offset = node.range[0]
    for (const refused of refusals(node)) refuse(offset, refused)
    if (isAlias(node)) return null
    if (isScalar(node)) {
      const value = readScalar(node)
      if (value === undefined) refuse(offset, badNumber(node))
      return value ?? null
    }
    const inside = new Map<string | number, Place>()
    if (!isMap(node)) {
      const list = node.items.map((item, index) => {
        const start = item?.range[0] ?? offset
        inside.set(index, { key: start, value: start })
        return read(item)
      })
      places.set(list, inside)
      return list
    }
    const record: Record<string, Json> = {}
    places.set(record, inside)
    for (const { key, value } of node.items) {
      const place = { key: key.range[0], value: value?.range[0] ?? key.range[0] }
      const name = readKey(key)
      const refused = keyFault(name, inside)
      if (refused !== null) refuse(place.key, refused)
      for (const more of refusals(key)) refuse(place.key, more)
      const data = read(value)
      if (name === null || refused !== null) continue
      inside.set(name, place)
      record[name] = isVersion(node === root, name, value) ? value.source : data
    }
    return record
  }

  return { data: read(root), places, faults }
}

/** A top-level `version: 1.10` is a text, though YAML takes it for the number 1.1. */
function isVersion(top: boolean, name: string, value: ParsedNode | null): value is Scalar.Parsed {
  return top && name === 'version' && isScalar(value) && typeof value.value === 'number'
}

function readScalar({ value }: Scalar.Parsed): string | number | boolean | null | undefined {
  if (typeof value === 'number')
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : finite(value)
  return typeof value === 'string' || typeof value === 'boolean' ? value : null
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined
}

function badNumber({ source }: Scalar.Parsed): Fault {
  return fault([], 'NUMBER', `The number \`${source.slice(0, 40)}\` cannot be kept exactly.`, {
    expected: 'a finite number of at most 15 digits',
    hint: 'write it in quotes',
  })
}

/** Every scalar key is taken as it is written; a collection is no key. */
function readKey(key: ParsedNode): string | null {
  if (!isScalar(key) || key.source === '') return null
  return typeof key.value === 'string' ? key.value : key.source
}

function keyFault(key: string | null, before: ReadonlyMap<string | number, Place>): Fault | null {
  if (key === null)
    return fault([], 'KEY', 'This key is not a text.', { expected: 'a name before the colon' })
  if (key === '<<')
    return fault([], 'ALIAS', 'Merge keys are refused.', { hint: 'write out what it stands for' })
  if (UNSAFE_KEYS.has(key))
    return fault([], 'UNSAFE_KEY', `The key \`${key}\` is refused.`, { hint: 'use another name' })
  if (before.has(key))
    return fault([], 'DUPLICATE_KEY', `The key \`${key.slice(0, 64)}\` occurs twice here.`, {
      hint: 'remove one',
    })
  return null
}

function* refusals(node: ParsedNode): Generator<Fault> {
  if (isAlias(node)) yield alias(`The alias \`*${node.source}\` is refused.`)
  else if (node.anchor !== undefined) yield alias(`The anchor \`&${node.anchor}\` is refused.`)
  if (node.tag !== undefined)
    yield fault([], 'TAG', `The YAML tag \`${node.tag}\` is refused.`, { hint: 'remove it' })
}

function alias(message: string): Fault {
  return fault([], 'ALIAS', message, {
    expected: 'values written out: with aliases a short text can stand for a huge document',
    hint: 'write out what it stands for',
  })
}
