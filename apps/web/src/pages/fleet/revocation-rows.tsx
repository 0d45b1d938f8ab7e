import { type RevocationView, visible } from '@muster/core'
import { useQueryClient } from '@tanstack/react-query'
import { send } from '../../api/call.ts'
import { Act } from '../../ui/act.tsx'
import { ActsHead } from '../../ui/acts-head.tsx'
import { actorName } from '../../ui/actor-name.ts'
import { Moment } from '../../ui/moment.tsx'
import { shellWord } from '../../ui/shell-word.ts'
import { useMay } from '../../ui/use-may.ts'
import { State } from '../../ui/state.tsx'

/** What stands revoked, who said so and why, and the means to lift it. */
export function RevocationRows({ of }: { readonly of: readonly RevocationView[] }) {
  const mayOperate = useMay('operate')
  if (of.length === 0) return <p className="quiet">Nothing stands revoked.</p>
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Why</th>
          <th scope="col">By</th>
          <th scope="col">Since</th>
          {mayOperate && <ActsHead />}
        </tr>
      </thead>
      <tbody>
        {of.map((one) => (
          <tr key={one.hash}>
            <td>
              <State of="revoked">
                {one.scope} <code>{visible(one.id, 200)}</code>
              </State>
            </td>
            <td className="told">{visible(one.reason, 1_000)}</td>
            <td>{actorName(one.by)}</td>
            <td className="number">
              <Moment at={one.at} as="ago" />
            </td>
            {mayOperate && (
              <td>
                <span className="acts">
                  <Lift of={one} />
                </span>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Lift({ of: { scope, id } }: { readonly of: RevocationView }) {
  const queries = useQueryClient()
  return (
    <Act
      name="Lift"
      reason="needed"
      what={`The ${scope} ${id} may be used again. What it was stopped at stays stopped.`}
      command={(reason) => `npx muster revoke ${scope} ${shellWord(id)} --lift --reason ${shellWord(reason)}`}
      act={async (reason) => {
        await send('/revocations', { scope, id, reason, lift: true })
        await Promise.all([
          queries.invalidateQueries({ queryKey: ['tenant'] }),
          queries.invalidateQueries({ queryKey: ['fleet'] }),
        ])
      }}
    />
  )
}
