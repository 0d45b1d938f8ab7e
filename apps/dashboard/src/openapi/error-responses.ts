import { type ErrorCode, ERRORS } from '@muster/core'
import { type Part, refTo } from './schema.ts'

/** What a route answers for each of these errors: by status, as references to responses that many routes share. */
export function errorResponses(codes: readonly ErrorCode[]): {
  readonly of: Readonly<Record<string, Part>>
  readonly shared: Readonly<Record<string, Part>>
} {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of new Set(codes)) {
    const { status } = ERRORS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code].toSorted())
  }
  const of: Record<string, Part> = { default: refToResponse(OTHER) }
  const shared: Record<string, Part> = { [OTHER]: { description: 'Another error.', content: body([]) } }
  for (const [status, same] of byStatus) {
    const name = same.map(wordsOf).join('.')
    of[status] = refToResponse(name)
    shared[name] = {
      description: same.map((code) => `- \`${code}\`: ${ERRORS[code].message}`).join('\n'),
      ...(same.includes('MUSTER_RATE') && { headers: { 'retry-after': RETRY_AFTER } }),
      content: body(same),
    }
  }
  return { of, shared }
}

const OTHER = 'OtherError'
const RETRY_AFTER = {
  description: 'With `MUSTER_RATE`: seconds after which the same may succeed.',
  schema: { type: 'integer' },
}

function refToResponse(name: string): Part {
  return { $ref: `#/components/responses/${name}` }
}

function body(codes: readonly ErrorCode[]): Part {
  const any = refTo('ErrorBody')
  const narrow = { properties: { error: { properties: { code: { enum: codes } } } } }
  return { 'application/json': { schema: codes.length === 0 ? any : { allOf: [any, narrow] } } }
}

/** `RunNotFound` of `MUSTER_RUN_NOT_FOUND`. */
function wordsOf(code: ErrorCode): string {
  return code
    .split('_')
    .slice(1)
    .map((word) => `${word[0]}${word.slice(1).toLowerCase()}`)
    .join('')
}
