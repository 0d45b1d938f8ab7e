import type { Problem } from '@muster/core'
import { moreOf } from './more-of.ts'

interface ProblemListProps {
  readonly problems: readonly Problem[]
  readonly onGo: (problem: Problem) => void
}

/** Every fault of a document; each leads to its place. */
export function ProblemList({ problems, onGo }: ProblemListProps) {
  return (
    <ol className="faults" aria-label="Faults">
      {problems.map((problem) => (
        <li key={`${problem.line}:${problem.column} ${problem.code} ${problem.message}`}>
          <button type="button" className="bare" onClick={() => onGo(problem)}>
            <span className="number">
              Line {problem.line}, column {problem.column}
            </span>
          </button>
          <p>
            {problem.message} <span className="quiet">{moreOf(problem)}</span>
          </p>
        </li>
      ))}
    </ol>
  )
}
