import { type InputSpec, maxTierOf, type TemplateView, templateId, visible } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'wouter'
import { actorName } from '../../ui/actor-name.ts'
import { CopyCommand } from '../../ui/copy-command.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useMay } from '../../ui/use-may.ts'
import { useTitle } from '../../ui/use-title.ts'
import { Values } from '../../ui/values.tsx'
import { list } from '../../ui/words.ts'
import { pipelines, templates } from '../start/start-queries.ts'
import './templates.css'
import { MayBeUsed } from './may-be-used.tsx'
import { phasesOf } from './phases-of.ts'

/** One template, each of its versions. */
export function TemplatePage() {
  const { template: name = '' } = useParams()
  useTitle(name)
  const { data, error } = useQuery(templates)
  const users = (useQuery(pipelines).data ?? []).filter((one) => one.templates.includes(name))
  const versions = data?.filter((one) => one.name === name) ?? []
  return (
    <>
      <p>
        <Link href="/templates">Templates</Link>
      </p>
      <h1>{name}</h1>
      {error !== null && <Problem of={error} />}
      {data === undefined && error === null && <Loading what="the template" />}
      {data !== undefined && versions.length === 0 && (
        <p className="empty">There is no template of this name.</p>
      )}
      {versions.map((one) => (
        <Version key={one.digest} of={one} />
      ))}
      <section aria-label="Who uses it">
        <h2>Pipelines that use it</h2>
        {users.length === 0 && <p className="quiet">None that may be started by name.</p>}
        <ul>
          {users.map((one) => (
            <li key={one.name} className="line">
              <Link href={`/start?pipeline=${encodeURIComponent(one.name)}`}>{one.name}</Link>
              <Link href={`/runs?pipeline=${encodeURIComponent(one.name)}`}>its runs</Link>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

function Version({ of }: { readonly of: TemplateView }) {
  const mayRevoke = useMay('submit') && of.published !== null && of.withdrawn === null
  const programs = of.binaries.map(({ name, version }) => (version === null ? name : `${name} ${version}`))
  return (
    <section className="card template" aria-label={`Version ${of.version}`}>
      <h2>Version {of.version}</h2>
      {of.description !== null && <p>{of.description}</p>}
      <MayBeUsed of={of} />
      <Values
        of={{
          Tier: `T${of.tier}, at most T${maxTierOf(of)}`,
          Digest: of.digest,
          Published: of.published === null ? 'no: it is a file' : publishedText(of.published),
          Phases: list(phasesOf(of)) || 'none of its own',
          Outputs: of.outputs.length === 0 ? 'none declared' : list(of.outputs),
          Programs: programs.length === 0 ? 'none' : list(programs),
          Sandbox: `project: ${of.sandbox.project}, network: ${of.sandbox.network}`,
          Effects: list((of.effects ?? []).map(({ verb }) => verb)) || 'none',
        }}
      />
      <Inputs of={of.inputs} />
      {mayRevoke && (
        <p className="revoke">
          To let no new run use it:{' '}
          <CopyCommand command={`npx muster template revoke ${templateId(of)} --reason TEXT`} />
        </p>
      )}
    </section>
  )
}

function publishedText({ by, at }: NonNullable<TemplateView['published']>): string {
  return `by ${actorName(by)}, ${new Date(at).toLocaleString()}`
}

function Inputs({ of }: { readonly of: Readonly<Record<string, InputSpec>> }) {
  if (Object.keys(of).length === 0) return <p className="quiet">It takes no inputs.</p>
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">Input</th>
          <th scope="col">Type</th>
          <th scope="col">Default</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(of).map(([name, spec]) => (
          <tr key={name}>
            <td>
              <code>{name}</code>
              {spec.description !== null && <p className="quiet">{spec.description}</p>}
            </td>
            <td>
              {spec.type}
              {spec.enum !== null && (
                <p className="quiet">one of {spec.enum.map((one) => JSON.stringify(one)).join(', ')}</p>
              )}
            </td>
            <td>
              {spec.default === undefined ? (
                spec.required ? (
                  'required'
                ) : (
                  'none'
                )
              ) : (
                <code>{visible(JSON.stringify(spec.default), 200)}</code>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
