import type { InputSpec, Json } from '@muster/core'
import { useId } from 'react'

/** What is written in the fields of a form, by name. */
export type FieldTexts = Readonly<Record<string, string>>

/**
 * The values that texts stand for: those of a text input as they are, any other as JSON. A field left empty gives none;
 * what cannot be read goes on as text, for whoever checks it to say what was expected.
 */
export function readFields(
  specs: Readonly<Record<string, InputSpec>>,
  texts: FieldTexts,
): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(specs).flatMap(([name, { type }]) => {
      const text = texts[name] ?? ''
      if (text === '') return []
      return [[name, type === 'string' ? text : parse(text)] as const]
    }),
  )
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

interface InputFieldsProps {
  readonly specs: Readonly<Record<string, InputSpec>>
  readonly texts: FieldTexts
  readonly onChange: (texts: FieldTexts) => void
}

/** A field for each declared input. */
export function InputFields({ specs, texts, onChange }: InputFieldsProps) {
  return (
    <div className="fields">
      {Object.entries(specs).map(([name, spec]) => (
        <Field
          key={name}
          name={name}
          spec={spec}
          text={texts[name] ?? ''}
          onChange={(text) => onChange({ ...texts, [name]: text })}
        />
      ))}
    </div>
  )
}

interface FieldProps {
  readonly name: string
  readonly spec: InputSpec
  readonly text: string
  readonly onChange: (text: string) => void
}

function Field({ name, spec, text, onChange }: FieldProps) {
  const id = useId()
  const { type, description } = spec
  const fallback = spec.default === undefined ? '' : show(spec.default)
  const must = spec.required && spec.default === undefined
  const shared = {
    id,
    value: text,
    required: must,
    'aria-describedby': `${id}-note`,
    onChange: ({ target }: { readonly target: { readonly value: string } }) => onChange(target.value),
  }
  const choices = spec.enum?.map(show) ?? (type === 'boolean' ? ['true', 'false'] : null)
  return (
    <div className="field">
      <label htmlFor={id}>
        {name} {must && <span className="quiet">required</span>}
      </label>
      {choices !== null ? (
        <select {...shared}>
          <option value="">{fallback === '' ? 'choose …' : `${fallback} (default)`}</option>
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : type === 'list' || type === 'object' ? (
        <textarea {...shared} rows={3} placeholder={fallback === '' ? EXAMPLES[type] : fallback} />
      ) : (
        <input {...shared} inputMode={type === 'string' ? 'text' : 'decimal'} placeholder={fallback} />
      )}
      <p className="hint" id={`${id}-note`}>
        {[description, WORDS[type], spec.pattern === null ? null : `matching ${spec.pattern}`]
          .filter((part) => part !== null)
          .join(' · ')}
      </p>
    </div>
  )
}

const WORDS: Readonly<Record<InputSpec['type'], string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'yes or no',
  list: 'list, as JSON',
  object: 'object, as JSON',
}
const EXAMPLES = { list: '["a", "b"]', object: '{"key": "value"}' } as const

function show(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
