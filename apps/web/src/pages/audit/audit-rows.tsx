import { type AuditView, tellAuditReason, tellAuditSubject, tellAuditWho, visible } from '@muster/core'
import { Moment } from '../../ui/moment.tsx'
import { Symbol } from '../../ui/symbol.tsx'

const LONG = 400

/** Entries as a table, with what was refused marked by shape and word. */
export function AuditRows({ of }: { readonly of: readonly AuditView[] }) {
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">What</th>
          <th scope="col">Who</th>
          <th scope="col">On</th>
          <th scope="col">Because</th>
        </tr>
      </thead>
      <tbody>
        {of.map((one) => (
          <tr key={`${one.chain} ${one.seq}`}>
            <td>
              <Moment at={one.at} as="ago" />
            </td>
            <td>
              <What of={one} />
            </td>
            <td className="told">{visible(tellAuditWho(one), 300)}</td>
            <td className="told wide">{visible(tellAuditSubject(one), LONG)}</td>
            <td className="told wide">{visible(tellAuditReason(one), LONG)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function What({ of: { what, count } }: { readonly of: AuditView }) {
  return (
    <>
      {what === 'refused' ? (
        <span className="status is-failed">
          <Symbol name="failed" />
          refused
        </span>
      ) : (
        what.replace('-', ' ')
      )}
      {count > 1 && <p className="quiet">{count} times</p>}
    </>
  )
}
