import { type SearchProblem, visible } from '@muster/core'

/** What is wrong in a search, marked at its place. */
export function WrongSearch({ text, problem }: { readonly text: string; readonly problem: SearchProblem }) {
  const { at, length, message, hint } = problem
  return (
    <div className="problem" role="alert">
      <p>
        At character {at + 1}: {visible(message)}.
      </p>
      <p className="code">
        {visible(text.slice(0, at))}
        <mark className="wrong">{visible(text.slice(at, at + length))}</mark>
        {visible(text.slice(at + length))}
      </p>
      <p className="hint">{visible(hint)}</p>
    </div>
  )
}
