import type { Json, JsonObject } from '@muster/core'
import type { EffectOutcome } from './prepared-effect.ts'

/** Of a secret that a cut left at the end of a text, what is taken for a part of it. */
const MIN_PART = 4

/**
 * An effect's outcome without the values of secrets, in the forms in which programs and servers write what they were
 * given. It cannot know every form: what was encrypted, or encoded together with other bytes, goes through.
 */
export function scrubOutcome(
  { ended, reason, result, told }: EffectOutcome,
  secrets: Readonly<Record<string, string>>,
): EffectOutcome {
  const forms = Object.entries(secrets).flatMap(([name, value]) =>
    [...new Set(formsOf(value))].map((form) => ({ form, mark: `[secret ${name}]` })),
  )
  // The longest first: one secret may begin with another.
  forms.sort((one, other) => other.form.length - one.form.length)

  const wholes = (given: string): string =>
    forms.reduce((rest, { form, mark }) => rest.replaceAll(form, mark), given)
  const text = (given: string): string => {
    const whole = wholes(given)
    for (const { form, mark } of forms)
      for (let length = form.length - 1; length >= MIN_PART; length -= 1)
        if (whole.endsWith(form.slice(0, length))) return whole.slice(0, -length) + mark
    return whole
  }
  const scrub = (value: Json): Json => {
    if (typeof value === 'string') return text(value)
    if (Array.isArray(value)) return value.map(scrub)
    return typeof value === 'object' && value !== null ? object(value as JsonObject) : value
  }
  const object = (given: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(given).map(([key, value]) => [wholes(key), scrub(value)]))
  /** A body that is no text is told in base64, where a secret would hide. */
  const bytes = (encoded: string): string => {
    const raw = Buffer.from(encoded, 'base64').toString('latin1')
    const clean = forms.reduce(
      (rest, { form, mark }) => rest.replaceAll(Buffer.from(form).toString('latin1'), mark),
      raw,
    )
    return Buffer.from(clean, 'latin1').toString('base64')
  }

  const { encoding, body } = told
  const encoded = encoding === 'base64' && typeof body === 'string' ? { body: bytes(body) } : {}
  return {
    ended,
    reason: reason === null ? null : text(reason),
    result: object(result),
    told: { ...object(told), ...encoded },
  }
}

function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value)
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ]
}
