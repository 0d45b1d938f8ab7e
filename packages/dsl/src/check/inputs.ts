import type { InputSpec, Json } from '@muster/core'
import { INPUT_TYPES } from '@muster/core'
import { type Fault, fault, type Pointer } from '../fault.ts'
import { matches, misfit } from '../input-spec.ts'
import { isRecord, recordOf, textOf } from '../json.ts'

/** Declared inputs that contradict themselves: a bad pattern, or a default or allowed value that does not fit. */
export function* checkInputSpecs(document: Json): Generator<Fault> {
  yield* checkSpecs(recordOf(document)['inputs'], ['inputs'])
}

/** The same of any mapping that is written as inputs are. */
export function* checkSpecs(specs: Json | undefined, place: Pointer): Generator<Fault> {
  for (const [name, input] of Object.entries(recordOf(specs))) {
    const type = INPUT_TYPES.find((known) => known === recordOf(input)['type'])
    if (!isRecord(input) || type === undefined) continue
    const at: Pointer = [...place, name]
    const pattern = textOf(input['pattern'])
    if (pattern !== null && !isPattern(pattern)) {
      yield fault([...at, 'pattern'], 'REGEX', `\`${pattern.slice(0, 64)}\` is not a regular expression.`, {
        expected: 'RE2 syntax, without look-around and back-references',
      })
      continue
    }
    const allowed = Array.isArray(input['enum']) ? (input['enum'] as readonly Json[]) : null
    for (const [index, value] of (allowed ?? []).entries())
      yield* check([...at, 'enum', index], { type, enum: null, pattern }, value)
    const value = input['default']
    if (value !== undefined) yield* check([...at, 'default'], { type, enum: allowed, pattern }, value)
  }
}

function* check(
  at: Pointer,
  spec: Pick<InputSpec, 'type' | 'enum' | 'pattern'>,
  value: Json,
): Generator<Fault> {
  const why = misfit(spec, value)
  if (why !== null)
    yield fault(at, 'INPUT_DEFAULT', 'This value does not fit its own input.', {
      expected: why.replace(/^expected /, ''),
    })
}

function isPattern(pattern: string): boolean {
  try {
    matches('', pattern)
    return true
  } catch {
    return false
  }
}
