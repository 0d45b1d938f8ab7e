import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { at } from '../../api/call.ts'
import { Loading } from '../../ui/loading.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { list, short } from '../../ui/words.ts'
import { templates } from '../start/start-queries.ts'
import { phasesOf } from './phases-of.ts'

/** What agents can be made of. */
export function TemplatesPage() {
  useTitle('Templates')
  const { data, error } = useQuery(templates)
  return (
    <>
      <h1>Templates</h1>
      {error !== null && <Problem of={error} />}
      {data === undefined && error === null && <Loading what="the templates" />}
      {data?.length === 0 && <p className="empty">There are no templates.</p>}
      {data !== undefined && data.length > 0 && (
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">Template</th>
              <th scope="col">Tier</th>
              <th scope="col">Phases of its own</th>
              <th scope="col">Digest</th>
            </tr>
          </thead>
          <tbody>
            {data.map((template) => (
              <tr key={template.digest}>
                <td>
                  <Link href={at`/templates/${template.name}`}>{template.name}</Link>{' '}
                  <span className="quiet">{template.version}</span>
                  {template.description !== null && <p className="quiet">{template.description}</p>}
                </td>
                <td>T{template.tier}</td>
                <td>{list(phasesOf(template))}</td>
                <td>
                  <code title={template.digest}>{short(template.digest)}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
