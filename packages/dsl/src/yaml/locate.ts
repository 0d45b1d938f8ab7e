import { isCollection, isMap, type ParsedNode } from 'yaml'
import type { Pointer } from '../fault.ts'
import { keyName } from './tree.ts'

interface Place {
  readonly key: number
  readonly value: number
  readonly node: ParsedNode | null
}

/** The offset of the key or the value that a pointer leads to, or of the nearest value around it that exists. */
export type Locate = (at: Pointer, on: 'key' | 'value') => number

/** Finds places in a composed document. Only faults have places, so nothing is kept before the first is asked for. */
export function createLocate(root: ParsedNode | null): Locate {
  const known = new Map<ParsedNode, ReadonlyMap<string | number, Place>>()

  function placesIn(node: ParsedNode): ReadonlyMap<string | number, Place> {
    const places = known.get(node) ?? placesOf(node)
    known.set(node, places)
    return places
  }

  return (at, on) => {
    let node = root
    let offset = 0
    for (const [index, step] of at.entries()) {
      const place = node === null ? undefined : placesIn(node).get(step)
      if (place === undefined) return offset
      offset = on === 'key' && index === at.length - 1 ? place.key : place.value
      node = place.node
    }
    return offset
  }
}

/** Where the values of a collection begin, by key or index; of two equal keys the first counts. */
function placesOf(node: ParsedNode): ReadonlyMap<string | number, Place> {
  const places = new Map<string | number, Place>()
  if (!isCollection(node)) return places
  if (!isMap(node)) {
    for (const [index, item] of node.items.entries()) {
      const start = item?.range[0] ?? node.range[0]
      places.set(index, { key: start, value: start, node: item })
    }
    return places
  }
  for (const { key, value } of node.items) {
    const name = keyName(key)
    if (name !== null && !places.has(name))
      places.set(name, { key: key.range[0], value: value?.range[0] ?? key.range[0], node: value })
  }
  return places
}
