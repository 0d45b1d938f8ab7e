import { Moment } from '../../ui/moment.tsx'

/** A cell that says how many: with its word, for where a table has no heads, and quietly where it is none. */
export function Amount({ of, word }: { readonly of: number; readonly word: string }) {
  return (
    <td className={of === 0 ? 'number quiet' : 'number'}>
      {of} {word}
    </td>
  )
}

/** How long the job has waited that has waited longest. */
export function Oldest({ at }: { readonly at: number | null }) {
  return at === null ? <span className="quiet">nothing waits</span> : <Moment at={at} as="since" />
}
