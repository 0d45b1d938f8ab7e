import {
  Controls,
  type Edge,
  MarkerType,
  MiniMap,
  type MiniMapNodeProps,
  type Node,
  type NodeTypes,
  Position,
  ReactFlow,
  ReactFlowProvider,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import type { GraphNode } from '@muster/core'
import { type ComponentType, type ReactNode, useMemo } from 'react'
import { childrenOf, within } from '../model/list-rows.ts'
import { Loading } from '../../../ui/loading.tsx'
import { Problem } from '../../../ui/problem.tsx'
import { type Laid, useLaid } from './use-laid.ts'

export interface StageData extends Record<string, unknown> {
  readonly node: GraphNode
  /** Whether what it holds is drawn inside it; null when it holds nothing. */
  readonly open: boolean | null
  /** All that it holds, however deep. */
  readonly inside: readonly GraphNode[]
}

export type FlowNode = Node<StageData, 'stage'>

/** Smaller, names cannot be read: the map shows the whole. */
const LEAST_ZOOM = 0.25

interface CanvasProps {
  readonly name: string
  readonly nodes: readonly GraphNode[]
  /** What was opened or closed of stages that hold others. */
  readonly opened: ReadonlyMap<string, boolean>
  readonly chosen: string | null
  /** What draws a stage, under the name `stage`. */
  readonly types: NodeTypes
  /** What draws it on the map. */
  readonly mini: ComponentType<MiniMapNodeProps>
  readonly onChoose: (stage: string) => void
  /** What moves the view. */
  readonly viewing: (laid: Laid) => ReactNode
}

/** A graph to be panned, zoomed and walked by keyboard, of which only what is in view is drawn. */
export function Canvas({ nodes, opened, ...props }: CanvasProps) {
  const { laid, error } = useLaid(nodes, opened)
  if (error !== null) return <Problem of={error} />
  if (laid === null) return <Loading what="the graph" />
  return <LaidCanvas nodes={nodes} laid={laid} {...props} />
}

interface LaidCanvasProps extends Omit<CanvasProps, 'opened'> {
  readonly laid: Laid
}

function LaidCanvas({ name, nodes, laid, chosen, types, mini, onChoose, viewing }: LaidCanvasProps) {
  const flowNodes = useMemo(() => toFlowNodes(laid, nodes), [laid, nodes])
  const selected = useMemo(
    () => flowNodes.map((node) => (node.id === chosen ? { ...node, selected: true } : node)),
    [flowNodes, chosen],
  )
  const edges = useMemo(() => toFlowEdges(laid), [laid])
  return (
    <ReactFlowProvider>
      <div className="stage-graph" role="region" aria-label={name}>
        <ReactFlow
          nodes={selected}
          edges={edges}
          nodeTypes={types}
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
          <MiniMap pannable zoomable nodeComponent={mini} ariaLabel="Map of the graph" />
          <Controls showInteractive={false} />
          {viewing(laid)}
        </ReactFlow>
      </div>
    </ReactFlowProvider>
  )
}

function toFlowNodes({ shown, places }: Laid, nodes: readonly GraphNode[]): FlowNode[] {
  const children = childrenOf(nodes)
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

function toFlowEdges({ shown: { edges } }: Laid): Edge[] {
  return edges.map(({ from, to }) => ({
    id: `${from} ${to}`,
    source: from,
    target: to,
    selectable: false,
    markerEnd: { type: MarkerType.ArrowClosed },
  }))
}
