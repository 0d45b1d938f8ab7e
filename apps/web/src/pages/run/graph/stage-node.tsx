import { type GraphNode, visible } from '@muster/core'
import { Handle, type NodeProps, type Node, Position } from '@xyflow/react'
import { createContext, memo, use } from 'react'
import { Lasting } from '../../../ui/lasting.tsx'
import { Symbol } from '../../../ui/symbol.tsx'
import { labelOf, matches, type Tally, tallyOf } from '../model/list-rows.ts'
import { useRun, useStage } from '../run-context.tsx'

export interface StageData extends Record<string, unknown> {
  readonly node: GraphNode
  /** Whether what it holds is drawn inside it; null when it holds nothing. */
  readonly open: boolean | null
  /** All that it holds, however deep. */
  readonly inside: readonly GraphNode[]
}

export type FlowNode = Node<StageData, 'stage'>

interface Looking {
  readonly find: string
  readonly status: string
  readonly onToggle: (stage: string, open: boolean) => void
}

/** What is looked for, and what opens a container. */
export const LookingContext = createContext<Looking>({ find: '', status: '', onToggle: () => {} })

/** One stage in the graph, as it now stands; a box around what it holds when it is open. */
export const StageNode = memo(function StageNode({ data, selected }: NodeProps<FlowNode>) {
  const { node, open } = data
  const { find, status, onToggle } = use(LookingContext)
  const stage = useStage(node.id)
  const stands = stage?.status ?? 'pending'
  const looked = find !== '' || status !== ''
  const found = looked && matches(node, stage ?? undefined, { find, status })
  return (
    <div
      className={`stage-node is-${stands}`}
      data-box={open === true}
      data-selected={selected}
      data-found={looked ? found : undefined}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <p className="stage-title">
        <Symbol name={stands} />
        <span title={node.id}>{visible(labelOf(node), 80)}</span>
        {open !== null && (
          <button
            type="button"
            className="plain nodrag nopan"
            aria-expanded={open}
            aria-label={`${open ? 'Close' : 'Open'} ${node.id}`}
            onClick={(event) => {
              event.stopPropagation()
              onToggle(node.id, !open)
            }}
          >
            <Symbol name={open ? 'open' : 'closed'} />
          </button>
        )}
      </p>
      {open !== true && (
        <p className="stage-note">
          <span>{stands.replace('_', ' ')}</span>
          {open === null ? (
            <span>{node.type === 'agent' && stands === 'running' && stage?.phase?.toLowerCase()}</span>
          ) : (
            <Inside of={data.inside} />
          )}
          <span className="number">
            {stage !== null && <Lasting from={stage.startedAt} to={stage.finishedAt} />}
          </span>
        </p>
      )}
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  )
})

function Inside({ of }: { readonly of: readonly GraphNode[] }) {
  return useRun(({ stages }) => told(tallyOf(of, stages)))
}

function told({ total, ended, failed }: Tally): string {
  return `${ended} of ${total}${failed > 0 ? `, ${failed} failed` : ''}`
}
