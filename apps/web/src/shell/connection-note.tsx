import { useConnection } from '../api/live-context.tsx'

const WORDS = {
  connecting: 'Connecting …',
  live: 'Live',
  lost: 'Connection lost: this is how it was. Connecting again …',
}

/** Says whether what is seen is what is so. */
export function ConnectionNote() {
  const connection = useConnection()
  return (
    <output className="connection" data-state={connection}>
      {WORDS[connection]}
    </output>
  )
}
