import { type TemplateView, visible } from '@muster/core'
import { actorName } from '../../ui/actor-name.ts'
import { Moment } from '../../ui/moment.tsx'
import { Symbol } from '../../ui/symbol.tsx'

/** Whether a version may be used, where it may not be by all: by new runs, or by any. */
export function MayBeUsed({ of: { withdrawn, revoked } }: { readonly of: TemplateView }) {
  const ended = revoked ?? withdrawn
  if (ended === null) return null
  return (
    <p className="ended">
      <span className="status is-revoked">
        <Symbol name="revoked" />
        {revoked === null ? 'revoked for new runs' : 'revoked'}
      </span>{' '}
      by {visible(actorName(ended.by), 200)} <Moment at={ended.at} as="ago" />: {visible(ended.reason, 500)}
    </p>
  )
}
