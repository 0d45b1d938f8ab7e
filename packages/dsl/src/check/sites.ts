import type { Json } from '@muster/core'
import { hasExpression, splitText } from '../cel/text.ts'
import type { Pointer } from '../fault.ts'
import { isRecord, recordOf } from '../json.ts'
import type { OutlineStage } from '../outline.ts'

/** Where an expression stands, and whether it is decided when the stage starts or already when the run does. */
export interface Site {
  readonly at: Pointer
  /** Null when a `${{` is not closed. */
  readonly source: string | null
  readonly decided: 'at start' | 'before the run'
  /** Whether it stands in a text, within `${{ }}`. */
  readonly text: boolean
}

/** Every expression of a stage. */
export function* sitesOf({ at, body, type }: OutlineStage): Generator<Site> {
  const plain = (key: string, decided: Site['decided']): Site[] => {
    const source = body[key]
    return typeof source === 'string' ? [{ at: [...at, key], source, decided, text: false }] : []
  }
  yield* plain('when', 'at start')
  if (type === 'condition') yield* plain('if', 'at start')
  if (type === 'parallel') {
    yield* plain('foreach', 'before the run')
    if (Array.isArray(body['foreach']))
      yield* texts(body['foreach'] as Json, [...at, 'foreach'], 'before the run')
  }
  if (type === 'gate') yield* texts(body['message'] ?? null, [...at, 'message'], 'before the run')
  if (type !== 'agent') return
  yield* texts(
    recordOf(body['approval'])['message'] ?? null,
    [...at, 'approval', 'message'],
    'before the run',
  )
  const config = recordOf(body['config'])
  yield* texts(config['env'] ?? null, [...at, 'config', 'env'], 'before the run')
  for (const [name, value] of Object.entries(recordOf(config['inputs']))) {
    const decided = typeof value === 'string' ? 'at start' : 'before the run'
    yield* texts(value, [...at, 'config', 'inputs', name], decided)
  }
}

function* texts(value: Json, at: Pointer, decided: Site['decided']): Generator<Site> {
  if (typeof value === 'string') {
    if (!hasExpression(value)) return
    const parts = splitText(value)
    if (parts === null) yield { at, source: null, decided, text: true }
    for (const part of parts ?? [])
      if ('source' in part) yield { at, source: part.source.trim(), decided, text: true }
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* texts(item as Json, [...at, index], decided)
  } else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) yield* texts(item, [...at, key], decided)
  }
}
