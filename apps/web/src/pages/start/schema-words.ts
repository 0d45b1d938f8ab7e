import type { YamlPlace } from './yaml-place.ts'

/** As much of JSON Schema as the schemas of Muster's documents use. */
export interface Schema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly if?: Schema
  readonly then?: Schema
  readonly else?: Schema
}

/** A key or a value that a schema allows at a place. */
export interface SchemaWord {
  readonly word: string
  readonly description: string
  readonly required: boolean
  /** What a key is followed by: a value on its line, or lines below it. */
  readonly holds: 'value' | 'list' | 'map'
}

/** The keys that may be written at a place, or the values of its key, where the schema knows them. */
export function schemaWords(root: Schema, place: YamlPlace): readonly SchemaWord[] {
  const around = place.path.reduce<readonly Schema[]>(
    (schemas, step) => schemas.flatMap((schema) => stepInto(root, schema, step)),
    [root],
  )
  const here = around.flatMap((schema) => flat(root, schema, place.siblings.get('type') ?? null))
  if (place.key !== null) {
    const values = here.flatMap(({ properties }) => of(properties, place.key ?? ''))
    return once(values.flatMap((schema) => valuesOf(root, schema)))
  }
  return once(
    here.flatMap(({ properties = {}, required = [] }) =>
      Object.entries(properties)
        .filter(([word]) => !place.siblings.has(word))
        .map(([word, schema]) => ({
          word,
          description: schema.description ?? '',
          required: required.includes(word),
          holds: holdsOf(root, schema),
        })),
    ),
  )
}

function of(properties: Schema['properties'], key: string): readonly Schema[] {
  const found = properties?.[key]
  return found === undefined ? [] : [found]
}

function stepInto(root: Schema, schema: Schema, step: string): readonly Schema[] {
  return flat(root, schema, null).flatMap(({ items, properties, additionalProperties }) => {
    if (step === '[]') return items === undefined ? [] : [items]
    const known = of(properties, step)
    return known.length === 0 && typeof additionalProperties === 'object' ? [additionalProperties] : known
  })
}

/** A schema with all that it refers to; of a choice by `type` the one for this type, or every one when it is not known. */
function flat(root: Schema, schema: Schema, type: string | null): readonly Schema[] {
  const { $ref, allOf = [], anyOf = [] } = schema
  const inner = [...allOf, ...anyOf, ...chosen(schema, type)]
  const referred = $ref === undefined ? [] : of(root.$defs, $ref.replace('#/$defs/', ''))
  return [schema, ...[...referred, ...inner].flatMap((one) => flat(root, one, type))]
}

function chosen({ if: condition, then: yes, else: no }: Schema, type: string | null): readonly Schema[] {
  const wanted = condition?.properties?.['type']?.const
  const branches = type === null ? [yes, no] : [type === wanted ? yes : no]
  return branches.flatMap((one) => (one === undefined ? [] : [one]))
}

function valuesOf(root: Schema, schema: Schema): readonly SchemaWord[] {
  return flat(root, schema, null).flatMap((one) => {
    const values = one.enum ?? (one.const === undefined ? [] : [one.const])
    const known = values.length === 0 && one.type === 'boolean' ? [true, false] : values
    const description = one.description ?? ''
    return known.map((value) => ({
      word: String(value),
      description,
      required: false,
      holds: 'value' as const,
    }))
  })
}

function holdsOf(root: Schema, schema: Schema): SchemaWord['holds'] {
  const all = flat(root, schema, null)
  if (all.some(({ type }) => type === 'object')) return 'map'
  return all.some(({ type }) => type === 'array') ? 'list' : 'value'
}

function once(words: readonly SchemaWord[]): readonly SchemaWord[] {
  return [...new Map(words.map((one) => [one.word, one])).values()]
}
