import type { LimitName, QuotaTaking } from '@muster/core'

const NAMES: Readonly<Record<LimitName, string>> = {
  runs: 'Runs at a time',
  agents: 'Agents at a time',
  runsPerDay: 'Runs a day',
  openGates: 'Gates open or to come',
  artifactBytes: 'Bytes of artifacts',
  tokens: 'Tokens a day',
  cost: 'Cost a day',
}

/** What a run takes of each limit. */
export function QuotaRows({ of }: { readonly of: readonly QuotaTaking[] }) {
  return (
    <section aria-label="Quota">
      <h3>What it takes</h3>
      <table className="rows quota">
        <thead>
          <tr>
            <th scope="col">Limit</th>
            <th scope="col">This run</th>
            <th scope="col">Used now</th>
            <th scope="col">Allowed</th>
          </tr>
        </thead>
        <tbody>
          {of.map(({ project, name, limit, used, takes }) => (
            <tr key={`${project} ${name}`}>
              <th scope="row">
                {NAMES[name]}
                {project !== null && <span className="quiet"> in {project}</span>}
              </th>
              <td>{takes === null ? 'as it is used' : name === 'agents' ? `up to ${takes}` : takes}</td>
              <td>{used}</td>
              <td>{limit === null ? 'no limit' : limit}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
