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

/** So much of a value fits without scrolling. */
const FITS = { characters: 300, lines: 8 }

/** One value: a text as it is, anything else as JSON. */
export function Value({ of }: { readonly of: Json }) {
  const text = typeof of === 'string' ? of : JSON.stringify(of, null, 2)
  const scrolls = text.length > FITS.characters || text.split('\n', FITS.lines + 1).length > FITS.lines
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
  return <pre tabIndex={scrolls ? 0 : undefined}>{text}</pre>
}
