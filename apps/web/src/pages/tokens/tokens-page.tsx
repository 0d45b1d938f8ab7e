import type { TokenAnswer } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { whoami } from '../../api/queries.ts'
import { Loading } from '../../ui/loading.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Secret } from '../../ui/secret.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { NewToken } from './new-token.tsx'
import { tokens } from './token-queries.ts'
import { TokenRows } from './token-rows.tsx'

/** The tokens that whoever looks may see: their own, or all of the tenant for who administers it. */
export function TokensPage() {
  useTitle('Tokens')
  const me = useQuery(whoami).data
  const { data, error } = useQuery(tokens)
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState<TokenAnswer | null>(null)
  return (
    <>
      <div className="line">
        <h1>Tokens</h1>
        {me !== undefined && (
          <button type="button" onClick={() => setMaking(true)}>
            New token
          </button>
        )}
      </div>
      <p className="quiet">
        A token speaks for a person or a script where there is no browser. Muster keeps only its hash.
      </p>
      {made !== null && (
        <Secret name={`The token ${made.view.name}`} text={made.token} onClose={() => setMade(null)}>
          This is <strong>{made.view.name}</strong>.
        </Secret>
      )}
      {making && me !== undefined && (
        <NewToken
          me={me}
          onMade={(answer) => {
            setMade(answer)
            setMaking(false)
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {error !== null && <Problem of={error} />}
      {data === undefined && error === null && <Loading what="the tokens" />}
      {data?.length === 0 && <p className="empty">There are no tokens.</p>}
      {data !== undefined && data.length > 0 && <TokenRows of={data} />}
    </>
  )
}
