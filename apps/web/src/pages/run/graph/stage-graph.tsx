import { useReactFlow } from '@xyflow/react'
import { useCallback, useEffect, useMemo } from 'react'
import type { FollowedRun } from '../model/followed-run.ts'
import { matches } from '../model/list-rows.ts'
import { useFeed, useRun } from '../run-context.tsx'
import type { Address } from '../use-address.ts'
import { Canvas } from './canvas.tsx'
import { MiniStage } from './mini-stage.tsx'
import { LookingContext, StageNode } from './stage-node.tsx'
import type { Laid } from './use-laid.ts'
import type { VisibleGraph } from './visible-graph.ts'

const NODE_TYPES = { stage: StageNode }
const READABLE = 0.85

interface StageGraphProps {
  readonly address: Address
  readonly opened: ReadonlyMap<string, boolean>
  readonly onToggle: (stage: string, open: boolean) => void
  readonly onChoose: (stage: string) => void
}

/** The stages of a run as a graph. Whatever it shows, the table shows too. */
export function StageGraph({ address, opened, onToggle, onChoose }: StageGraphProps) {
  const { find, status, stage: chosen } = address
  const nodes = useRun((followed) => followed.graph.nodes)
  const looking = useMemo(() => ({ find, status, onToggle }), [find, status, onToggle])
  return (
    <LookingContext value={looking}>
      <Canvas
        name="Graph of the stages"
        nodes={nodes}
        opened={opened}
        chosen={chosen}
        types={NODE_TYPES}
        mini={MiniStage}
        onChoose={onChoose}
        viewing={(laid) => <Viewing address={address} laid={laid} />}
      />
    </LookingContext>
  )
}

/** Brings into view what somebody most likely came for, then what they choose and what they look for. */
function Viewing({ address, laid }: { readonly address: Address; readonly laid: Laid }) {
  const { find, status, stage: chosen } = address
  const flow = useReactFlow()
  const feed = useFeed()
  const center = useCallback(
    (id: string) => {
      const node = flow.getInternalNode(id)
      if (node === undefined) return
      const { x, y } = node.internals.positionAbsolute
      const zoom = Math.max(READABLE, flow.getZoom())
      void flow.setCenter(x + (node.width ?? 0) / 2, y + (node.height ?? 0) / 2, { zoom })
    },
    [flow],
  )
  useEffect(() => {
    const state = feed.state()
    if (state.kind !== 'open') return
    const whole = flow.getNodesBounds(flow.getNodes())
    const { width, height } = document.querySelector('.stage-graph')?.getBoundingClientRect() ?? whole
    const fits = whole.width * 0.5 < width && whole.height * 0.5 < height
    if (fits) void flow.fitView({ padding: 0.08, maxZoom: 1 })
    else center(chosen ?? notable(state.followed, laid.shown))
    // Only when there is another graph: what is chosen later has an effect of its own.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [flow, laid])
  useEffect(() => {
    if (chosen !== null) center(chosen)
  }, [center, chosen])
  useEffect(() => {
    const state = feed.state()
    if ((find === '' && status === '') || state.kind !== 'open') return
    const { stages } = state.followed
    const first = laid.shown.drawn.find(({ node }) => matches(node, stages.get(node.id), { find, status }))
    if (first !== undefined) center(first.node.id)
  }, [center, feed, find, status, laid])
  return null
}

const NOTABLE = ['waiting', 'failed', 'timed_out', 'running'] as const

/** The stage a reader most likely came for: an open gate, a failure, what runs, or the first one. */
function notable({ stages }: FollowedRun, { drawn }: VisibleGraph): string {
  const leaves = drawn.filter(({ box }) => !box)
  const found = NOTABLE.map((status) => leaves.find(({ node }) => stages.get(node.id)?.status === status))
  return (found.find((one) => one !== undefined) ?? leaves[0])?.node.id ?? ''
}
