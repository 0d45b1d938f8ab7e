import { type Json, visible } from '@muster/core'

/** Values by name. Agents wrote them: they are shown as text and as nothing else. */
export function Values({ of }: { readonly of: Readonly<Record<string, Json>> }) {
  return (
    <dl className="values">
      {Object.entries(of).map(([name, value]) => (
        <div key={name}>
          <dt>{visible(name, 200)}</dt>
          <dd>
            <Value of={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** One value: a text as it is, anything else as JSON. */
export function Value({ of }: { readonly of: Json }) {
  return <pre>{typeof of === 'string' ? of : JSON.stringify(of, null, 2)}</pre>
}
