import type { GraphNode } from '@muster/core'
import type { NodeProps } from '@xyflow/react'
import { createContext, memo, use } from 'react'
import { Lasting } from '../../../ui/lasting.tsx'
import { Symbol } from '../../../ui/symbol.tsx'
import { matches, type Tally, tallyOf } from '../model/list-rows.ts'
import { useRun, useStage } from '../run-context.tsx'
import type { FlowNode } from './canvas.tsx'
import { StageBox } from './stage-box.tsx'

interface Looking {
  readonly find: string
  readonly status: string
  readonly onToggle: (stage: string, open: boolean) => void
}

/** What is looked for, and what opens a container. */
export const LookingContext = createContext<Looking>({ find: '', status: '', onToggle: () => {} })

/** One stage in the graph, as it now stands. */
export const StageNode = memo(function StageNode({ data, selected }: NodeProps<FlowNode>) {
  const { node, open, inside } = data
  const { find, status, onToggle } = use(LookingContext)
  const stage = useStage(node.id)
  const stands = stage?.status ?? 'pending'
  const looked = find !== '' || status !== ''
  return (
    <StageBox
      node={node}
      open={open}
      kind={stands}
      symbol={<Symbol name={stands} />}
      selected={selected}
      found={looked ? matches(node, stage ?? undefined, { find, status }) : undefined}
      onToggle={onToggle}
    >
      <span>{stands.replace('_', ' ')}</span>
      {open === null ? (
        <span>{node.type === 'agent' && stands === 'running' && stage?.phase?.toLowerCase()}</span>
      ) : (
        <Inside of={inside} />
      )}
      <span className="number">
        {stage !== null && <Lasting from={stage.startedAt} to={stage.finishedAt} />}
      </span>
    </StageBox>
  )
})

function Inside({ of }: { readonly of: readonly GraphNode[] }) {
  return useRun(({ stages }) => told(tallyOf(of, stages)))
}

function told({ total, ended, failed }: Tally): string {
  return `${ended} of ${total}${failed > 0 ? `, ${failed} failed` : ''}`
}
