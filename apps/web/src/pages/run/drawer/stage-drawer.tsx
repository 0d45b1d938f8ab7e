import { type GraphNode, isEnded, type StageAnswer, visible, type Wait } from '@muster/core'
import { type ReactNode, useCallback, useEffect, useRef } from 'react'
import { Lasting } from '../../../ui/lasting.tsx'
import { Loading } from '../../../ui/loading.tsx'
import { Problem } from '../../../ui/problem.tsx'
import { Status } from '../../../ui/status.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { reasonOf } from '../../../ui/words.ts'
import { StageLedger } from '../ledger/stage-ledger.tsx'
import { LogView } from '../logs/log-view.tsx'
import type { FollowedStage } from '../model/followed-run.ts'
import { useRun, useStage } from '../run-context.tsx'
import { useAddress } from '../use-address.ts'
import { Artifacts } from './artifacts.tsx'
import { Attempts } from './attempts.tsx'
import { Checkpoints } from './checkpoints.tsx'
import { Effects } from './effects.tsx'
import { Outputs } from './outputs.tsx'
import { Overview } from './overview.tsx'
import { Plan } from './plan.tsx'
import { StageActions } from './stage-actions.tsx'
import { useStageView } from './use-stage-view.ts'

interface StageDrawerProps {
  readonly node: GraphNode
  readonly waits: readonly Wait[]
}

/** All about one stage, beside the run. */
export function StageDrawer({ node, waits }: StageDrawerProps) {
  const [{ tab }, show] = useAddress()
  const stage = useStage(node.id)
  const { data, error } = useStageView(node.id)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [node.id])
  const close = useCallback(() => show({ stage: null, tab: null }), [show])
  useEffect(() => {
    const onKey = ({ key, target }: KeyboardEvent) => {
      if (key === 'Escape' && !(target as Element).closest('dialog, input, select')) close()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [close])
  return (
    <aside className="drawer" aria-label={`Stage ${node.id}`}>
      <div className="drawer-head">
        <h2 ref={heading} tabIndex={-1}>
          {visible(node.id, 300)}
        </h2>
        <button type="button" onClick={close}>
          Close
        </button>
      </div>
      {stage !== null && <Standing of={stage} />}
      {error !== null && <Problem of={error} />}
      {data === undefined && error === null && <Loading what="the stage" />}
      {data !== undefined && (
        <Tabs
          name="Parts of the stage"
          chosen={tab}
          onChoose={(name) => show({ tab: name }, 'replace')}
          tabs={tabsOf(node, data, waits)}
        />
      )}
    </aside>
  )
}

interface Tab {
  readonly name: string
  readonly content: () => ReactNode
}

function tabsOf(node: GraphNode, view: StageAnswer, waits: readonly Wait[]): readonly Tab[] {
  const { attempts, effects, stage } = view
  const overview = { name: 'overview', content: () => <Overview node={node} view={view} waits={waits} /> }
  const ledger = { name: 'ledger', content: () => <StageLedger stage={node.id} /> }
  const outputs = { name: 'outputs', content: () => <Outputs of={view} /> }
  if (node.type === 'gate') return [overview, outputs, ledger]
  if (node.type !== 'agent')
    return [overview, { name: 'logs', content: () => <StageLog stage={node.id} /> }, ledger]
  return [
    overview,
    { name: 'logs', content: () => <StageLog stage={node.id} /> },
    { name: 'plan', content: () => <Plan of={attempts} /> },
    outputs,
    ...(effects.length > 0 ? [{ name: 'effects', content: () => <Effects of={effects} /> }] : []),
    { name: 'artifacts', content: () => <Artifacts stage={node.id} manifest={stage.manifest} /> },
    { name: 'attempts', content: () => <Attempts of={attempts} /> },
    { name: 'checkpoints', content: () => <Checkpoints stage={node.id} /> },
    ledger,
  ]
}

/** The log, read anew when the run was started again: one that ended is not followed on. */
function StageLog({ stage }: { readonly stage: string }) {
  const run = useRun((followed) => followed.run.id)
  const status = useRun((followed) => (followed.run.status === 'running' ? 'running' : 'ended'))
  return <LogView run={run} stage={stage} since={status} />
}

function Standing({ of }: { readonly of: FollowedStage }) {
  const why = isEnded(of.status) || of.reason !== null ? reasonOf(of) : ''
  return (
    <>
      <p className="facts-line">
        <Status of={of.status} />
        <span>
          <Lasting from={of.startedAt} to={of.finishedAt} />
        </span>
        {of.phase !== null && !isEnded(of.status) && <span>{of.phase.toLowerCase()}</span>}
        <StageActions of={of} />
      </p>
      {why !== '' && <p className="why">{visible(why, 2_000)}</p>}
    </>
  )
}
