import type { Json, JsonObject } from '@muster/core'
import { isAlias, isMap, isScalar, type ParsedNode, type Scalar, type YAMLMap } from 'yaml'
import { type Fault, fault } from '../fault.ts'

/** A fault of the text itself: its place is known as an offset. */
export interface TextFault {
  readonly offset: number
  readonly fault: Fault
}

export interface Tree {
  readonly data: Json
  readonly faults: readonly TextFault[]
}

const UNSAFE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Turns a composed YAML node into plain data, with what is refused in it. */
export function readTree(root: ParsedNode | null): Tree {
  const faults: TextFault[] = []
  const refuse = (offset: number, refused: Fault) => faults.push({ offset, fault: refused })

  function read(node: ParsedNode | null): Json {
    if (node === null) return null
    if (isMarked(node)) for (const refused of refusals(node)) refuse(node.range[0], refused)
    if (isScalar(node)) {
      const value = readScalar(node)
      if (value === undefined) refuse(node.range[0], badNumber(node))
      return value ?? null
    }
    if (isMap(node)) return readMap(node)
    return isAlias(node) ? null : node.items.map(read)
  }

  function readMap(node: YAMLMap.Parsed): Json {
    const record: Record<string, Json> = {}
    for (const { key, value } of node.items) {
      const name = keyName(key)
      const refused = keyFault(name, record)
      if (refused !== null) refuse(key.range[0], refused)
      if (isMarked(key)) for (const more of refusals(key)) refuse(key.range[0], more)
      const data = read(value)
      if (name === null || refused !== null) continue
      record[name] = name === 'version' && isVersion(node === root, value) ? value.source : data
    }
    return record
  }

  return { data: read(root), faults }
}

/** A top-level `version: 1.10` is a text, though YAML takes it for the number 1.1. */
function isVersion(top: boolean, value: ParsedNode | null): value is Scalar.Parsed {
  return top && isScalar(value) && typeof value.value === 'number'
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
export function keyName(key: ParsedNode): string | null {
  if (!isScalar(key) || key.source === '') return null
  return typeof key.value === 'string' ? key.value : key.source
}

function keyFault(key: string | null, before: JsonObject): Fault | null {
  if (key === null)
    return fault([], 'KEY', 'This key is not a text.', { expected: 'a name before the colon' })
  if (key === '<<')
    return fault([], 'ALIAS', 'Merge keys are refused.', { hint: 'write out what it stands for' })
  if (UNSAFE_KEYS.has(key))
    return fault([], 'UNSAFE_KEY', `The key \`${key}\` is refused.`, { hint: 'use another name' })
  if (Object.hasOwn(before, key))
    return fault([], 'DUPLICATE_KEY', `The key \`${key.slice(0, 64)}\` occurs twice here.`, {
      hint: 'remove one',
    })
  return null
}

/** Whether a node has anything that `refusals` might refuse. */
function isMarked(node: ParsedNode): boolean {
  return node.tag !== undefined || isAlias(node) || node.anchor !== undefined
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
