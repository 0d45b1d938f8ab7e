import type { GraphNode } from '@muster/core'
import { useReactFlow } from '@xyflow/react'
import { useEffect, useMemo, useState } from 'react'
import '../../style/graph.css'
import { Canvas } from '../run/graph/canvas.tsx'
import type { Laid } from '../run/graph/use-laid.ts'
import type { StageDifference } from './compare-runs.ts'
import { ComparingContext, DifferenceNode, MiniDifference } from './difference-node.tsx'

const NODE_TYPES = { stage: DifferenceNode }

interface CompareGraphProps {
  readonly nodes: readonly GraphNode[]
  readonly stages: readonly StageDifference[]
  readonly chosen: string | null
  readonly onChoose: (stage: string) => void
}

/** The stages of two runs as one graph that shows what differs. Whatever it shows, the table shows too. */
export function CompareGraph({ nodes, stages, chosen, onChoose }: CompareGraphProps) {
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map())
  const comparing = useMemo(
    () => ({
      stages: new Map(stages.map((stage) => [stage.name, stage])),
      onToggle: (stage: string, open: boolean) => setOpened((before) => new Map(before).set(stage, open)),
    }),
    [stages],
  )
  return (
    <ComparingContext value={comparing}>
      <Canvas
        name="Graph of what differs"
        nodes={nodes}
        opened={opened}
        chosen={chosen}
        types={NODE_TYPES}
        mini={MiniDifference}
        onChoose={onChoose}
        viewing={(laid) => <Whole laid={laid} />}
      />
    </ComparingContext>
  )
}

/** Brings the whole graph into view, as far as it can be read then. */
function Whole({ laid }: { readonly laid: Laid }) {
  const flow = useReactFlow()
  useEffect(() => void flow.fitView({ padding: 0.08, maxZoom: 1 }), [flow, laid])
  return null
}
