import { type GateEvidence, TIER_NAMES, visible, type WhoamiView } from '@muster/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { at } from '../../api/call.ts'
import { answerGate, evidenceOf } from '../../api/gates.ts'
import { whoami } from '../../api/queries.ts'
import { Loading } from '../../ui/loading.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Problem } from '../../ui/problem.tsx'
import { AnswerForm } from './answer-form.tsx'
import { EffectsPart, NeedsPart, SpentPart } from './grounds.tsx'
import { Outcome } from './outcome.tsx'
import { PlanPart } from './plan-part.tsx'
import { useEvidence } from './use-evidence.ts'
import { GateStatus } from './verdict.tsx'
import { voterName, WhoPart } from './who-part.tsx'

/** Characters of a message that make a heading: a longer one is below it, whole. */
const TITLE = 200

interface GateCardProps {
  readonly gate: string
  /** `h1` where it is the whole page. */
  readonly heading: 'h1' | 'h2'
  /** Where to go once it is decided. */
  readonly children: ReactNode
}

/** One gate: first all that a decision stands on, then the means to decide, then what became of it. */
export function GateCard({ gate, heading: Heading, children }: GateCardProps) {
  const { shown, newer, renew, error } = useEvidence(gate)
  const me = useQuery(whoami).data
  const queries = useQueryClient()
  const {
    mutate,
    isPending,
    isSuccess,
    submittedAt,
    error: refused,
  } = useMutation({
    mutationFn: (answer: Parameters<typeof answerGate>[1]) => answerGate(gate, answer),
    onSettled: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: evidenceOf(gate).queryKey.slice(0, 2) }),
        queries.invalidateQueries({ queryKey: ['runs'] }),
      ])
    },
  })
  if (shown === undefined)
    return error === null ? <Loading what="what the decision stands on" /> : <Problem of={error} />
  const names = namesOf(shown, me)
  const mayAnswer = me?.permissions.includes('decide') === true && shown.verdict === null
  const answers = mayAnswer && (shown.who.you?.may === true || names.length > 0)
  const voted = shown.who.you?.may === false && ['voted', 'delegated'].includes(shown.who.you.because)
  return (
    <article className="gate-card" aria-label={`Gate ${shown.gate}`}>
      <GateHead evidence={shown} heading={Heading} />
      {error !== null && <Problem of={error} />}
      {newer !== null && (
        <div className="changed" role="alert">
          <p>
            It has changed since you began to read:{' '}
            {visible(newer.changed.join('; ') || `round ${newer.round} has begun`, 2000)}. An answer to what
            you see will be refused.
          </p>
          <button type="button" onClick={renew}>
            Show what is so now
          </button>
        </div>
      )}
      {shown.changed.length > 0 && (
        <p className="changed">Changed since the round before: {visible(shown.changed.join('; '), 2000)}.</p>
      )}
      <PlanPart evidence={shown} />
      <NeedsPart evidence={shown} />
      <EffectsPart evidence={shown} />
      <SpentPart evidence={shown} />
      <WhoPart evidence={shown} />
      {answers && (
        <AnswerForm
          key={isSuccess ? submittedAt : 0}
          evidence={shown}
          names={names}
          busy={isPending}
          refused={refused}
          onAnswer={mutate}
        />
      )}
      {shown.verdict === null && me?.permissions.includes('decide') === false && (
        <p className="quiet">You may look at gates, and decide none.</p>
      )}
      {(shown.verdict !== null || voted) && !answers && (
        <Outcome evidence={shown} me={me?.actor} refused={refused} fresh={isSuccess || refused !== null}>
          {children}
        </Outcome>
      )}
      <p className="quiet seen">
        An answer binds to <code>{shown.digest}</code>: when anything above changes, it is refused.
      </p>
    </article>
  )
}

function GateHead({
  evidence,
  heading: Heading,
}: {
  readonly evidence: GateEvidence
  readonly heading: 'h1' | 'h2'
}) {
  const { message, stage, run, round, tier, verdict, who, deadline } = evidence
  return (
    <header className="gate-head">
      <Heading>{message === null ? `Decide ${stage}` : visible(message, TITLE)}</Heading>
      {message !== null && message.length > TITLE && <p className="said">{visible(message, 4096)}</p>}
      <p className="line">
        <GateStatus verdict={verdict} />
        <span>
          gate <code>{stage}</code> of{' '}
          <Link href={at`/runs/${run}`}>
            <code>{run}</code>
          </Link>
        </span>
        {round > 1 && <span>round {round}</span>}
        {tier !== null && (
          <span>
            at T{tier} {TIER_NAMES[tier]}
          </span>
        )}
        <span>started by {voterName(who.author)}</span>
        {verdict === null && (
          <span>
            closes in <Moment at={deadline.at} as="until" />
          </span>
        )}
      </p>
    </header>
  )
}

/** Those for whom whoever looks may speak. */
function namesOf({ who }: GateEvidence, me: WhoamiView | undefined): readonly string[] {
  if (me?.speaksForOthers !== true) return []
  return who.waitingFor.filter((entry) => !entry.includes(':') && entry !== me.actor.name)
}
