import { type TemplateView, visible } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { at } from '../../api/call.ts'
import { actorName } from '../../ui/actor-name.ts'
import { Loading } from '../../ui/loading.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { list, short } from '../../ui/words.ts'
import { templates } from '../start/start-queries.ts'
import { MayBeUsed } from './may-be-used.tsx'
import { phasesOf } from './phases-of.ts'
import './templates.css'

/** By whom and when; a template of a file is nobody's in particular. */
function Published({ of: { published } }: { readonly of: TemplateView }) {
  if (published === null) return <span className="quiet">a file</span>
  return (
    <span>
      {visible(actorName(published.by), 200)}, <Moment at={published.at} as="ago" />
    </span>
  )
}

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
        <table className="rows templates">
          <thead>
            <tr>
              <th scope="col">Template</th>
              <th scope="col">Tier</th>
              <th scope="col">Published</th>
              <th scope="col" className="aside">
                Phases of its own
              </th>
              <th scope="col" className="aside">
                Digest
              </th>
            </tr>
          </thead>
          <tbody>
            {data.map((template) => (
              <tr key={template.digest}>
                <td className="whole">
                  <Link href={at`/templates/${template.name}`}>{template.name}</Link>{' '}
                  <span className="quiet">{template.version}</span>
                  {template.description !== null && <p className="quiet">{visible(template.description)}</p>}
                  <MayBeUsed of={template} />
                </td>
                <td>T{template.tier}</td>
                <td>
                  <Published of={template} />
                </td>
                <td className="aside">{list(phasesOf(template))}</td>
                <td className="aside">
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
