import { type EffectRow, type EffectStatus, effectName, type StageStatus, visible } from '@muster/core'
import { useQueryClient } from '@tanstack/react-query'
import { at, send } from '../../../api/call.ts'
import { Act } from '../../../ui/act.tsx'
import { actorName } from '../../../ui/actor-name.ts'
import { shellWord } from '../../../ui/shell-word.ts'
import { Symbol } from '../../../ui/symbol.tsx'
import { useMay } from '../../../ui/use-may.ts'
import { clock } from '../../../ui/words.ts'

/** How an effect stands, as a status that has a shape. */
const SHOWN: Readonly<Record<EffectStatus, readonly [StageStatus, string]>> = {
  intended: ['running', 'under way'],
  denied: ['cancelled', 'denied'],
  done: ['succeeded', 'done'],
  failed: ['failed', 'failed'],
  unknown: ['waiting', 'unknown'],
  happened: ['succeeded', 'happened'],
  did_not_happen: ['skipped', 'did not happen'],
}

/** What an agent asked to do outside its workspace; of an unknown effect a person says whether it happened. */
export function Effects({ of }: { readonly of: readonly EffectRow[] }) {
  const may = useMay('operate')
  return (
    <ol className="attempts">
      {of.map((effect) => {
        const [status, word] = SHOWN[effect.status]
        return (
          <li key={effect.number}>
            <p className="effect">
              <span className={`status is-${status}`}>
                <Symbol name={status} />
                {word}
              </span>
              <span className="quiet number">{effect.number}</span>
              <code>{visible(`${effect.verb} ${effect.target}`, 500)}</code>
              <span className="quiet">
                {effect.phase.toLowerCase()} at {clock(effect.askedAt)} on {effect.worker}
              </span>
            </p>
            {effect.reason !== null && <p className="why">{visible(effect.reason, 1_000)}</p>}
            {effect.settledBy !== null && <p className="quiet">said {actorName(effect.settledBy)}</p>}
            {effect.status === 'unknown' && may && (
              <div className="acts">
                <Settle of={effect} happened />
                <Settle of={effect} happened={false} />
              </div>
            )}
          </li>
        )
      })}
    </ol>
  )
}

function Settle({
  of: { run, stage, number },
  happened,
}: {
  readonly of: EffectRow
  readonly happened: boolean
}) {
  const queries = useQueryClient()
  const flag = happened ? '--happened' : '--did-not-happen'
  return (
    <Act
      name={happened ? 'It happened' : 'It did not happen'}
      what={
        happened
          ? 'Asking for it again will be answered from the record: it is not done twice.'
          : 'The agent may try it again.'
      }
      reason="wanted"
      command={(why) =>
        `npx muster effects settle ${run} ${effectName(stage, number)} ${flag} --reason ${shellWord(why)}`
      }
      act={async (why) => {
        const path = at`/runs/${run}/effects/${stage}/${String(number)}/settle`
        await send(path, { happened, ...(why === '' ? {} : { reason: why }) })
        await queries.invalidateQueries({ queryKey: ['stage', run, stage] })
      }}
    />
  )
}
