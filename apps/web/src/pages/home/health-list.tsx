import { type PartHealth, visible } from '@muster/core'
import { Link } from 'wouter'
import { State } from '../../ui/state.tsx'
import { LOOKS, PARTS } from './part-words.ts'

/** How each part of Muster is. */
export function HealthList({ of }: { readonly of: readonly PartHealth[] }) {
  return (
    <section aria-label="Health">
      <div className="line">
        <h2>Health</h2>
        <Link href="/fleet">Fleet</Link>
      </div>
      <dl className="health">
        {of.map(({ part, state, found }) => (
          <div key={part}>
            <dt>{PARTS[part]}</dt>
            <dd>
              <State of={LOOKS[state].look}>{LOOKS[state].word}</State>
              <p className="quiet">{visible(found, 300)}</p>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
