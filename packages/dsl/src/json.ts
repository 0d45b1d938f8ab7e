import type { Json, JsonObject } from '@muster/core'

/** Whether a value is a JSON object. */
export function isRecord(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value when it is an object, else an empty one. */
export function recordOf(value: Json | undefined): JsonObject {
  return isRecord(value) ? value : {}
}

/** The value when it is a list, else an empty one. */
export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []
}

/** The value when it is a text, else null. */
export function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null
}
