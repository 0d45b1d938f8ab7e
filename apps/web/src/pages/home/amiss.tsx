import { isAmiss, type PartHealth, visible } from '@muster/core'
import { CopyCommand } from '../../ui/copy-command.tsx'
import { State } from '../../ui/state.tsx'
import { LOOKS, PARTS } from './part-words.ts'

/** What of Muster is not well: what was found, what that means, and what to do next. */
export function Amiss({ of }: { readonly of: readonly PartHealth[] }) {
  const amiss = of.filter(isAmiss)
  return (
    <ul className="amiss" aria-label="What is not well" aria-live="polite">
      {amiss.map(({ part, state, found, means, next, command }) => (
        <li key={part} data-state={state}>
          <p>
            <State of={LOOKS[state].look}>
              {PARTS[part]}: {LOOKS[state].word}
            </State>
          </p>
          <p>{means}</p>
          <p className="quiet">
            {capital(visible(found, 300))}. {next}
          </p>
          {command !== null && <CopyCommand command={command} />}
        </li>
      ))}
    </ul>
  )
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
