import { Field } from './field.tsx'

interface TextFieldProps {
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** In characters; as long as anybody likes unless given. */
  readonly most?: number
}

/** A field for one line. */
export function TextField({ label, hint, value, onChange, most }: TextFieldProps) {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <input
          {...control}
          maxLength={most}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}
