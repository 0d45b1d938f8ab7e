import { useQuery } from '@tanstack/react-query'
import { pipelines } from './start-queries.ts'

interface PickPipelineProps {
  /** Empty for one that is written here. */
  readonly picked: string
  readonly onPick: (name: string) => void
}

/** A choice of the pipelines that the server knows. */
export function PickPipeline({ picked, onPick }: PickPipelineProps) {
  const known = useQuery(pipelines).data ?? []
  return (
    <label>
      Pipeline{' '}
      <select value={picked} onChange={({ target }) => onPick(target.value)}>
        <option value="">my own</option>
        {known.map(({ name, faults }) => (
          <option key={name} value={name}>
            {name}
            {faults > 0 ? ' (has faults)' : ''}
          </option>
        ))}
      </select>
    </label>
  )
}
