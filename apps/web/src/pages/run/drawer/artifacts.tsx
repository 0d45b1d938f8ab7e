import { visible } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { at, call } from '../../../api/call.ts'
import { Loading } from '../../../ui/loading.tsx'
import { Problem } from '../../../ui/problem.tsx'
import { short } from '../../../ui/words.ts'

interface Manifest {
  readonly files?: readonly { readonly path: string; readonly sha256: string; readonly bytes: number }[]
}

/** What an agent left as evidence, each file to be downloaded. */
export function Artifacts({ manifest }: { readonly manifest: string | null }) {
  const { data, error } = useQuery({
    queryKey: ['artifact', manifest],
    queryFn: () => call<Manifest>(at`/artifacts/${manifest ?? ''}`),
    enabled: manifest !== null,
  })
  if (manifest === null) return <p className="quiet">Nothing is packaged yet.</p>
  if (error !== null) return <Problem of={error} />
  if (data === undefined) return <Loading what="the manifest" />
  const files = [{ path: 'manifest.json', sha256: manifest, bytes: null }, ...(data.files ?? [])]
  return (
    <>
      <ul className="files">
        {files.map(({ path, sha256, bytes }) => (
          <li key={path}>
            <a href={`/api${at`/artifacts/${digestOf(sha256)}`}`} download={path.split('/').at(-1)}>
              {visible(path, 300)}
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
