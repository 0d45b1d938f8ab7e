import { Moment } from './moment.tsx'
import { span } from './span.ts'

/** How long something took, or has taken so far; nothing before it began. */
export function Lasting({ from, to }: { readonly from: number | null; readonly to: number | null }) {
  if (from === null) return null
  return to === null ? <Moment at={from} as="since" /> : <>{span(to - from)}</>
}
