import { Link } from 'wouter'

const EXAMPLES = [
  ['status:failed since:24h', 'what failed since yesterday'],
  ['kind:agent tier:T3', 'agents that began at T3'],
  ['stage:build status:timed_out', 'builds that ran out of time'],
  ['kind:gate status:waiting', 'gates that wait'],
  ['entry:gate.voted by:ana', 'votes that name ana'],
  ['"out of memory"', 'whatever holds these words'],
] as const

/** What a search may look like. */
export function SearchHelp() {
  return (
    <section className="search-help" aria-label="Examples">
      <p className="quiet">
        Runs, agents, stages, gates and what the ledger holds. Every word and every filter must hold.
      </p>
      <dl>
        {EXAMPLES.map(([text, says]) => (
          <div key={text}>
            <dt>
              <Link href={`/search?q=${encodeURIComponent(text)}`}>
                <code>{text}</code>
              </Link>
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
