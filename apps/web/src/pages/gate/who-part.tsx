import { type GateEvidence, tellCount, tellShown, tellYou, type Voter, visible } from '@muster/core'
import { Moment } from '../../ui/moment.tsx'
import { list } from '../../ui/words.ts'
import { Said } from './verdict.tsx'

const LONG = 2000
/** Votes shown: what is beyond is told by its number. */
const MOST = 100

/** Who decides, what was said so far, and whether whoever looks may answer. */
export function WhoPart({ evidence }: { readonly evidence: GateEvidence }) {
  const { approvers, votes, waitingFor, vetoes } = evidence.who
  const you = tellYou(evidence)
  return (
    <section>
      <h2>Who decides</h2>
      <p>
        {tellCount(evidence)}; {whoText(approvers, waitingFor)}
        {vetoes.length > 0 && `; a rejection of ${list(vetoes)} rejects`}.
      </p>
      {evidence.verdict === null && you !== null && <p>{you.replaceAll('`', '')}</p>}
      <ul className="votes">
        {votes.slice(0, MOST).map((vote) => (
          <li key={`${vote.voter.name} ${vote.at}`}>
            <p>
              <strong>{voterName(vote.voter)}</strong> <Said decision={vote.decision} />
              {vote.to !== undefined && ` to ${visible(vote.to, 100)}`}
              <span className="quiet">
                {' '}
                <Moment at={vote.at} as="ago" />
                {vote.surface !== undefined && `, by ${vote.surface}`}
                {vote.shownAt !== undefined && `, ${tellShown(vote)}`}
              </span>
            </p>
            {vote.comment !== null && <p className="said">{visible(vote.comment, LONG)}</p>}
          </li>
        ))}
      </ul>
      {votes.length > MOST && <p className="quiet">{votes.length - MOST} more</p>}
    </section>
  )
}

function whoText(approvers: readonly string[], waitingFor: readonly string[]): string {
  if (approvers.length === 0) return 'anyone may decide'
  return waitingFor.length === 0 ? 'nobody is waited for' : `waits for ${list(waitingFor)}`
}

/** Who voted, and who spoke for them. */
export function voterName(voter: Voter): string {
  const via = voter.kind === 'agent' ? undefined : voter.via
  return visible(via === undefined ? voter.name : `${voter.name} (through ${via})`, 300)
}
