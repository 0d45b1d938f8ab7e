import type { QuotaView } from '@muster/core'
import { useState } from 'react'
import { amount, LIMIT_WORDS, LIMITS } from './limit-words.ts'
import { QuotaForm } from './quota-form.tsx'

/** The share of a limit from which it is told as nearly used up. */
const NEAR = 0.8

interface QuotaCardProps {
  /** Null for one's own. */
  readonly tenant: string | null
  readonly quota: QuotaView
  readonly mayChange: boolean
}

/** One scope: of each limit, what is used. */
export function QuotaCard({ tenant, quota, mayChange }: QuotaCardProps) {
  const [changing, setChanging] = useState(false)
  const title = quota.project === null ? 'All projects' : `Project ${quota.project}`
  return (
    <section className="card" aria-label={title}>
      <div className="line">
        <h2>{title}</h2>
        {mayChange && (
          <button type="button" onClick={() => setChanging(true)}>
            Change
          </button>
        )}
      </div>
      <table className="limits">
        <tbody>
          {LIMITS.map((name) => {
            const used = quota.usage[name]
            const limit = quota.limits[name]
            return (
              <tr key={name}>
                <th scope="row">{LIMIT_WORDS[name]}</th>
                <td>
                  {amount(name, used)}
                  {limit !== undefined && ` of ${amount(name, limit)}`}
                </td>
                <td>
                  {limit === undefined ? (
                    <span className="quiet">no limit</span>
                  ) : (
                    <Fill used={used} limit={limit} />
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {changing && <QuotaForm tenant={tenant} quota={quota} onClose={() => setChanging(false)} />}
    </section>
  )
}

function Fill({ used, limit }: { readonly used: number; readonly limit: number }) {
  const word = used >= limit ? 'reached' : used >= limit * NEAR ? 'nearly reached' : ''
  return (
    <span className={`progress ${word === '' ? '' : 'is-near'}`}>
      <progress max={Math.max(limit, 1)} value={used} aria-label="Used" />
      {word}
    </span>
  )
}
