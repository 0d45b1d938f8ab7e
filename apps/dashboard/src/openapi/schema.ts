/** A part of an OpenAPI document. */
export type Part = Readonly<Record<string, unknown>>

/** A JSON Schema. */
export interface Schema {
  readonly $ref?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly [word: string]: unknown
}

export type Schemas = Readonly<Record<string, Schema>>

const SCHEMAS = '#/components/schemas/'

/** A reference to a schema of the document. */
export function refTo(name: string): Schema {
  return { $ref: `${SCHEMAS}${name}` }
}

/** The schema that a reference names, or the schema itself. Throws where it names none. */
export function resolved(schema: Schema, schemas: Schemas): Schema {
  if (schema.$ref === undefined) return schema
  const found = schemas[schema.$ref.slice(SCHEMAS.length)]
  if (found === undefined) throw new Error(`there is no schema ${schema.$ref}`)
  return found
}

/** Those schemas that a document comes to from its paths and responses, by name. */
export function reachable(from: unknown, schemas: Schemas): Schemas {
  const found = new Set<string>()
  const look = (at: unknown): void => {
    for (const [, name = ''] of JSON.stringify(at).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (found.has(name)) continue
      found.add(name)
      look(schemas[name])
    }
  }
  look(from)
  return Object.fromEntries(
    [...found].toSorted().map((name) => [name, resolved(refTo(name), schemas)] as const),
  )
}
