import { type InputSpec, visible } from '@muster/core'
import { Field } from './field.tsx'
import { type Texts, textOf } from './read-inputs.ts'

interface InputFieldsProps {
  readonly specs: Readonly<Record<string, InputSpec>>
  /** What stands in the fields: see `readInputs`. */
  readonly texts: Texts
  readonly problems: Readonly<Record<string, string>>
  readonly onChange: (texts: Texts) => void
}

/** A field for everything that a pipeline, a template or a gate declares as its inputs. */
export function InputFields({ specs, texts, problems, onChange }: InputFieldsProps) {
  return Object.entries(specs).map(([name, spec]) => (
    <InputField
      key={name}
      name={name}
      spec={spec}
      text={texts[name] ?? textOf(spec)}
      problem={Object.hasOwn(problems, name) ? (problems[name] ?? null) : null}
      onChange={(text) => onChange({ ...texts, [name]: text })}
    />
  ))
}

interface InputFieldProps {
  readonly name: string
  readonly spec: InputSpec
  readonly text: string
  readonly problem: string | null
  readonly onChange: (text: string) => void
}

function InputField({ name, spec, text, problem, onChange }: InputFieldProps) {
  const { type, description, required, pattern } = spec
  const seen = visible(text, text.length)
  const hints = [
    description === null ? null : visible(description, 1000),
    pattern === null ? null : `It matches ${visible(pattern, 200)}.`,
    // A field shows its value as it is.
    seen === text ? null : `It holds what does not show: ${visible(text, 500)}`,
    type === 'list' || type === 'object' ? `JSON: ${type === 'list' ? '["a", "b"]' : '{ "a": 1 }'}` : null,
  ].filter((hint) => hint !== null)
  const options = optionsOf(spec)
  const needed = required && spec.default === undefined
  return (
    <Field
      label={
        <>
          {name}
          {needed && <span className="quiet"> required</span>}
        </>
      }
      problem={problem}
      {...(hints.length === 0 ? {} : { hint: hints.join(' ') })}
    >
      {(control) => {
        const shared = {
          ...control,
          value: text,
          'aria-required': needed,
          onChange: ({ target }: { readonly target: { readonly value: string } }) => onChange(target.value),
        }
        if (options !== null)
          return (
            <select {...shared}>
              {(text === '' || !required) && <option value="">{needed ? 'choose …' : 'none'}</option>}
              {options.map(([value, told]) => (
                <option key={value} value={value}>
                  {told}
                </option>
              ))}
            </select>
          )
        if (type === 'list' || type === 'object')
          return <textarea {...shared} rows={3} spellCheck={false} className="code" />
        return <input {...shared} type="text" inputMode={type === 'string' ? 'text' : 'decimal'} />
      }}
    </Field>
  )
}

/** What can be chosen from, each as its JSON and as people read it; null where anything can be put in. */
function optionsOf({ type, enum: allowed }: InputSpec): readonly (readonly [string, string])[] | null {
  if (allowed !== null)
    return allowed.map((one) => {
      const text = JSON.stringify(one)
      return [text, visible(typeof one === 'string' ? one : text, 200)]
    })
  if (type !== 'boolean') return null
  return [
    ['true', 'yes'],
    ['false', 'no'],
  ]
}
