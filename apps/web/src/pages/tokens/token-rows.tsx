import { type TokenView, visible } from '@muster/core'
import { useQueryClient } from '@tanstack/react-query'
import { at, send } from '../../api/call.ts'
import { Act } from '../../ui/act.tsx'
import { ActsHead } from '../../ui/acts-head.tsx'
import { Moment, useNow } from '../../ui/moment.tsx'
import { shellWord } from '../../ui/shell-word.ts'
import { Symbol } from '../../ui/symbol.tsx'

/** Tokens as a table, those that are still good first. */
export function TokenRows({ of }: { readonly of: readonly TokenView[] }) {
  const now = useNow()
  const isGood = ({ revokedAt, expiresAt }: TokenView) => revokedAt === null && now < expiresAt
  const sorted = of.toSorted((a, b) => Number(isGood(b)) - Number(isGood(a)) || b.createdAt - a.createdAt)
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">Token</th>
          <th scope="col">State</th>
          <th scope="col">Speaks for</th>
          <th scope="col">May</th>
          <th scope="col">Last used</th>
          <ActsHead />
        </tr>
      </thead>
      <tbody>
        {sorted.map((token) => (
          <tr key={token.id}>
            <td className="told">
              {visible(token.name, 100)} <code className="quiet">{token.id}</code>
            </td>
            <td>
              <State of={token} good={isGood(token)} />
            </td>
            <td className="told">
              {token.actor.name}
              <p className="quiet">
                {token.actor.kind}
                {token.actor.roles.length > 0 && `, ${token.actor.roles.join(', ')}`}
              </p>
            </td>
            <td>
              {token.permissions.length === 0 ? (
                <span className="quiet">nothing</span>
              ) : (
                token.permissions.join(', ')
              )}
              {token.project !== null && <p className="quiet">in project {token.project} alone</p>}
            </td>
            <td className="number">
              {token.lastUsedAt === null ? (
                <span className="quiet">never</span>
              ) : (
                <Moment at={token.lastUsedAt} as="ago" />
              )}
            </td>
            <td>{isGood(token) && <Revoke of={token} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function State({ of: { revokedAt, expiresAt }, good }: { readonly of: TokenView; readonly good: boolean }) {
  const name = good ? 'succeeded' : revokedAt === null ? 'timed_out' : 'revoked'
  return (
    <>
      <span className={`status is-${name}`}>
        <Symbol name={name} />
        {good ? 'good' : revokedAt === null ? 'expired' : 'revoked'}
      </span>
      <p className="quiet">
        {good && (
          <>
            for <Moment at={expiresAt} as="until" />
          </>
        )}
        {!good && <Moment at={revokedAt ?? expiresAt} as="ago" />}
      </p>
    </>
  )
}

function Revoke({ of: { id, name } }: { readonly of: TokenView }) {
  const queries = useQueryClient()
  return (
    <span className="acts">
      <Act
        name="Revoke"
        kind="grave"
        reason="wanted"
        what={`Whoever uses ${name} is refused from now on, and every session that began with it ends. It cannot be taken back.`}
        command={(reason) => `npx muster token revoke ${id} --reason ${shellWord(reason)}`}
        act={async (reason) => {
          await send(at`/tokens/${id}/revoke`, reason === '' ? {} : { reason })
          await queries.invalidateQueries({ queryKey: ['tenant', 'tokens'] })
        }}
      />
    </span>
  )
}
