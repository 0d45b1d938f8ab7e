import {
  Controls,
  type Edge,
  MarkerType,
  MiniMap,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { Loading } from '../../../ui/loading.tsx'
import { Problem } from '../../../ui/problem.tsx'
import type { FollowedRun } from '../model/followed-run.ts'
import { childrenOf, matches, within } from '../model/list-rows.ts'
import { useFeed, useRun } from '../run-context.tsx'
import type { Address } from '../use-address.ts'
import { MiniStage } from './mini-stage.tsx'
import { place, type Placed } from './place.ts'
import { type FlowNode, LookingContext, StageNode } from './stage-node.tsx'
import { type VisibleGraph, visibleGraph } from './visible-graph.ts'

const NODE_TYPES = { stage: StageNode }
const READABLE = 0.85
/** Smaller, names cannot be read: the map shows the whole. */
const LEAST_ZOOM = 0.25

interface StageGraphProps {
  readonly address: Address
  readonly opened: ReadonlyMap<string, boolean>
  readonly onToggle: (stage: string, open: boolean) => void
  readonly onChoose: (stage: string) => void
}

/** The stages of a run as a graph. Whatever it shows, the table shows too. */
export function StageGraph(props: StageGraphProps) {
  const { opened } = props
  const graph = useRun((followed) => followed.graph)
  const shown = useMemo(() => visibleGraph(graph.nodes, opened), [graph, opened])
  const [laid, setLaid] = useState<Laid | null>(null)
  const [error, setError] = useState<Error | null>(null)
  useEffect(() => {
    let gone = false
    place(shown).then(
      (places) => {
        if (!gone) setLaid({ shown, places })
      },
      (thrown: unknown) => {
        if (!gone) setError(thrown as Error)
      },
    )
    return () => {
      gone = true
    }
  }, [shown])
  if (error !== null) return <Problem of={error} />
  if (laid === null) return <Loading what="the graph" />
  return (
    <ReactFlowProvider>
      <Flow {...props} laid={laid} />
    </ReactFlowProvider>
  )
}

interface Laid {
  readonly shown: VisibleGraph
  readonly places: ReadonlyMap<string, Placed>
}

function Flow({ address, onToggle, onChoose, laid }: StageGraphProps & { readonly laid: Laid }) {
  const { find, status, stage: chosen } = address
  const nodes = useRun((followed) => followed.graph.nodes)
  const flowNodes = useMemo(() => toFlowNodes(laid, childrenOf(nodes)), [laid, nodes])
  const selected = useMemo(
    () => flowNodes.map((node) => (node.id === chosen ? { ...node, selected: true } : node)),
    [flowNodes, chosen],
  )
  const edges = useMemo(() => toFlowEdges(laid.shown), [laid])
  const looking = useMemo(() => ({ find, status, onToggle }), [find, status, onToggle])
  return (
    <LookingContext value={looking}>
      <div className="stage-graph" role="region" aria-label="Graph of the stages">
        <ReactFlow
          nodes={selected}
          edges={edges}
          nodeTypes={NODE_TYPES}
          onlyRenderVisibleElements
          minZoom={LEAST_ZOOM}
          maxZoom={1.5}
          nodesDraggable={false}
          nodesConnectable={false}
          edgesFocusable={false}
          deleteKeyCode={null}
          onNodeClick={(_, { id }) => onChoose(id)}
          onNodesChange={(changes) => {
            for (const change of changes) if (change.type === 'select' && change.selected) onChoose(change.id)
          }}
          proOptions={{ hideAttribution: true }}
        >
          <MiniMap pannable zoomable nodeComponent={MiniStage} ariaLabel="Map of the graph" />
          <Controls showInteractive={false} />
          <Viewing address={address} laid={laid} />
        </ReactFlow>
      </div>
    </LookingContext>
  )
}

function toFlowNodes({ shown, places }: Laid, children: ReturnType<typeof childrenOf>): FlowNode[] {
  return shown.drawn.map(({ node, parent, box }) => {
    const { x, y, width, height } = places.get(node.id) ?? { x: 0, y: 0, width: 0, height: 0 }
    const holds = (children.get(node.id)?.length ?? 0) > 0
    const middle = height / 2
    return {
      id: node.id,
      type: 'stage',
      position: { x, y },
      width,
      height,
      // Told, so that nothing has to be measured before it is drawn.
      handles: [
        { type: 'target', position: Position.Left, x: 0, y: middle, width: 1, height: 1 },
        { type: 'source', position: Position.Right, x: width, y: middle, width: 1, height: 1 },
      ],
      ...(parent !== null && { parentId: parent }),
      ariaLabel: `Stage ${node.id}`,
      data: { node, open: holds ? box : null, inside: holds ? within(node.id, children) : [] },
    }
  })
}

function toFlowEdges({ edges }: VisibleGraph): Edge[] {
  return edges.map(({ from, to }) => ({
    id: `${from} ${to}`,
    source: from,
    target: to,
    markerEnd: { type: MarkerType.ArrowClosed },
  }))
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
