import type { MiniMapNodeProps, NodeProps } from '@xyflow/react'
import { createContext, memo, use } from 'react'
import type { FlowNode } from '../run/graph/canvas.tsx'
import { StageBox } from '../run/graph/stage-box.tsx'
import { differs, kindOf, type StageDifference } from './compare-runs.ts'

interface Comparing {
  readonly stages: ReadonlyMap<string, StageDifference>
  readonly onToggle: (stage: string, open: boolean) => void
}

/** What differs, by stage, and what opens a container. */
export const ComparingContext = createContext<Comparing>({ stages: new Map(), onToggle: () => {} })

const MARKS = { same: '=', differs: '≠', left: '−', right: '+' } as const
const WORDS = {
  same: 'the same',
  differs: 'differs',
  left: 'only in the first',
  right: 'only in the second',
} as const

/** One stage of two runs: whether it differs, by mark, word and colour, and what it came to in each. */
export const DifferenceNode = memo(function DifferenceNode({ data, selected }: NodeProps<FlowNode>) {
  const { node, open, inside } = data
  const { stages, onToggle } = use(ComparingContext)
  const stage = stages.get(node.id)
  const kind = kindOf(stage)
  const came = [stage?.one, stage?.other].flatMap((row) => (row ? [row.status.replace('_', ' ')] : []))
  const within = inside.filter(({ id }) => isDifferent(stages.get(id))).length
  return (
    <StageBox
      node={node}
      open={open}
      kind={kind === 'same' && open === false && within > 0 ? 'differs' : kind}
      symbol={
        <b className="mark" aria-hidden="true">
          {MARKS[kind]}
        </b>
      }
      selected={selected}
      onToggle={onToggle}
    >
      <span>{WORDS[kind]}</span>
      {open === null ? (
        <span>{[...new Set(came)].join(' → ')}</span>
      ) : (
        <span>
          {within} of {inside.length} inside differ
        </span>
      )}
    </StageBox>
  )
})

/** The same on the map. */
export function MiniDifference({ id, x, y, width, height }: MiniMapNodeProps) {
  const kind = kindOf(use(ComparingContext).stages.get(id))
  return <rect className={`mini is-${kind}`} x={x} y={y} width={width} height={height} rx={6} />
}

function isDifferent(stage: StageDifference | undefined): boolean {
  return stage !== undefined && differs(stage)
}
