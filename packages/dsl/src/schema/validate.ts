import type { Json } from '@muster/core'
import type { ErrorObject } from 'ajv'
import { type Fault, fault, type Pointer } from '../fault.ts'
import { suggestion } from '../suggest.ts'
import { validatePipeline, validateTemplate } from './compiled.ts'
import { PATTERNS, typeNames } from './wording.ts'

/** Every way in which a document does not fit the schema of pipelines or of templates. */
export function schemaFaults(kind: 'pipeline' | 'template', document: Json): readonly Fault[] {
  const validate = kind === 'pipeline' ? validatePipeline : validateTemplate
  if (validate(document)) return []
  return (validate.errors ?? []).flatMap((error) => faultOf(error, document) ?? [])
}

/** One fault for an error of ajv, or null for errors that repeat another. */
function faultOf(error: ErrorObject, document: Json): Fault | null {
  const at = pointerOf(error.instancePath, document)
  const key = nameOf(at)
  const params = error.params as Readonly<Record<string, unknown>>
  switch (error.keyword) {
    case 'if':
    case 'propertyNames':
      return null
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return unknownKey(at, String(params['additionalProperty']), error)
    case 'required': {
      const missing = String(params['missingProperty'])
      return fault(at, 'MISSING_KEY', `The key \`${missing}\` is missing.`, {
        expected: describe(error, missing),
      })
    }
    case 'type':
      return fault(at, 'TYPE', `${key} has the wrong type.`, {
        expected: typeNames(String(params['type'])),
        hint: emptyHint(error.data as Json),
      })
    case 'enum':
    case 'const':
      return wrongChoice(at, key, error.data as Json, params['allowedValues'] ?? [params['allowedValue']])
    case 'pattern':
      return error.propertyName === undefined
        ? wrongPattern(at, key, String(error.data), String(params['pattern']))
        : wrongPattern(
            [...at, error.propertyName],
            'The name',
            error.propertyName,
            String(params['pattern']),
            'key',
          )
    case 'uniqueItems':
      return fault(at, 'REPEATED', `${key} holds the same value twice.`, { expected: 'each value once' })
    default:
      return fault(at, 'RANGE', `${key} is out of range.`, { expected: error.message ?? '' })
  }
}

/** What a value is called: its key, or its place in the list under a key. */
function nameOf(at: Pointer): string {
  const last = at.at(-1)
  if (last === undefined) return 'The document'
  const key = at.findLast((step) => typeof step === 'string')
  return typeof last === 'number' ? `Item ${last + 1} of \`${key}\`` : `\`${last}\``
}

function unknownKey(at: Pointer, key: string, { parentSchema }: ErrorObject): Fault {
  const known = Object.keys((parentSchema?.['properties'] ?? {}) as object)
  return fault([...at, key], 'UNKNOWN_KEY', `The key \`${key.slice(0, 64)}\` means nothing here.`, {
    on: 'key',
    expected: `one of ${known.join(', ')}`,
    hint: () => suggestion(key, known),
  })
}

function wrongChoice(at: Pointer, key: string, given: Json, allowed: unknown): Fault {
  const words = Array.isArray(allowed) ? allowed.map(String) : []
  return fault(at, 'ENUM', `${key} is ${show(given)}.`, {
    expected: `one of ${words.join(', ')}`,
    hint: typeof given === 'string' ? () => suggestion(given, words) : null,
  })
}

function wrongPattern(at: Pointer, key: string, given: string, pattern: string, on?: 'key'): Fault {
  const { code, expected } = PATTERNS[pattern] ?? { code: 'PATTERN', expected: `a match of ${pattern}` }
  const message = `${key} is ${show(given)}.`
  return fault(at, code, message, on === undefined ? { expected } : { expected, on })
}

function describe({ parentSchema }: ErrorObject, key: string): string {
  const properties = (parentSchema?.['properties'] ?? {}) as Record<string, { readonly description?: string }>
  return properties[key]?.description ?? `a value for \`${key}\``
}

function emptyHint(data: Json): string | null {
  return data === null ? 'it has no value: give one, or remove the key' : null
}

function show(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return `\`${text.length > 64 ? `${text.slice(0, 61)}...` : text}\``
}

/** The steps of a JSON pointer; indexes of lists become numbers. */
function pointerOf(path: string, document: Json): Pointer {
  let value: Json | undefined = document
  return path
    .split('/')
    .slice(1)
    .map((escaped) => {
      const key = escaped.replaceAll('~1', '/').replaceAll('~0', '~')
      const step = Array.isArray(value) ? Number(key) : key
      value = (value as Readonly<Record<string | number, Json>> | undefined)?.[step]
      return step
    })
}
