import type { Decision, StageStatus, Verdict } from '@muster/core'
import { Symbol } from '../../ui/symbol.tsx'

const VERDICTS: Readonly<Record<Verdict, StageStatus>> = {
  approved: 'succeeded',
  rejected: 'failed',
  expired: 'timed_out',
  cancelled: 'cancelled',
  sent_back: 'waiting',
  reopened: 'pending',
}
const DECISIONS: Readonly<Record<Decision, readonly [StageStatus, string]>> = {
  approve: ['succeeded', 'approved'],
  reject: ['failed', 'rejected'],
  'send-back': ['waiting', 'sent it back'],
  abstain: ['skipped', 'abstained'],
  delegate: ['skipped', 'handed the vote on'],
}

/** How a gate ended, or that it waits, by shape, word and colour. */
export function GateStatus({ verdict }: { readonly verdict: Verdict | null }) {
  return verdict === null ? (
    <Shown as="waiting" word="waiting" />
  ) : (
    <Shown as={VERDICTS[verdict]} word={verdict.replace('_', ' ')} />
  )
}

/** What one voter said, by shape, word and colour. */
export function Said({ decision }: { readonly decision: Decision }) {
  const [as, word] = DECISIONS[decision]
  return <Shown as={as} word={word} />
}

function Shown({ as, word }: { readonly as: StageStatus; readonly word: string }) {
  return (
    <span className={`status is-${as}`}>
      <Symbol name={as} />
      {word}
    </span>
  )
}
