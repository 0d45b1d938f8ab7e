import { visible } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { at, call } from '../../../api/call.ts'
import { Loading } from '../../../ui/loading.tsx'
import { Problem } from '../../../ui/problem.tsx'
import { short } from '../../../ui/words.ts'
import { useRun } from '../run-context.tsx'

interface Manifest {
  readonly files?: readonly { readonly path: string; readonly sha256: string; readonly bytes: number }[]
}

interface ArtifactsProps {
  readonly stage: string
  readonly manifest: string | null
}

/** What an agent left as evidence, each file to be downloaded. */
export function Artifacts({ stage, manifest }: ArtifactsProps) {
  const run = useRun((followed) => followed.run.id)
  const path = at`/runs/${run}/stages/${stage}/artifacts`
  const { data, error } = useQuery({
    queryKey: ['artifact', run, stage, manifest],
    queryFn: () => call<Manifest>(`${path}${at`/${manifest ?? ''}`}`),
    enabled: manifest !== null,
  })
  if (manifest === null) return <p className="quiet">Nothing is packaged yet.</p>
  if (error !== null) return <Problem of={error} />
  if (data === undefined) return <Loading what="the manifest" />
  const files = [{ path: 'manifest.json', sha256: manifest, bytes: null }, ...(data.files ?? [])]
  return (
    <>
      <ul className="files">
        {files.map(({ path: name, sha256, bytes }) => (
          <li key={name}>
            <a href={`/api${path}${at`/${digestOf(sha256)}`}`} download={name.split('/').at(-1)}>
              {visible(name, 300)}
            </a>
            <span className="quiet number">{bytes !== null && `${bytes} B`}</span>
            <code className="quiet" title={sha256}>
              {short(sha256)}
            </code>
          </li>
        ))}
      </ul>
      <p className="quiet">Each is named by the digest of its bytes.</p>
    </>
  )
}

function digestOf(sha256: string): string {
  return sha256.startsWith('sha256:') ? sha256 : `sha256:${sha256}`
}
