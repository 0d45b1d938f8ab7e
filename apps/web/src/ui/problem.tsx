import { Refusal } from '../api/call.ts'

/** What went wrong, and what to do next. */
export function Problem({ of }: { readonly of: Error }) {
  return (
    <div className="problem" role="alert">
      <p>{of.message}</p>
      {of instanceof Refusal && of.hint !== '' && <p className="hint">{of.hint}</p>}
    </div>
  )
}
