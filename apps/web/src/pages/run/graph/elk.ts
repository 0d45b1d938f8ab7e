import ELK, { type ElkNode } from 'elkjs/lib/elk-api.js'
import elkWorker from 'elkjs/lib/elk-worker.min.js?url'
import { ownWorker } from '../../../api/own-worker.ts'
import { groupBy } from '../model/group-by.ts'
import type { Placed } from './place.ts'
import { BOX_HEAD, GAP_X, GAP_Y, NODE_HEIGHT, NODE_WIDTH, PAD } from './sizes.ts'
import type { VisibleGraph } from './visible-graph.ts'

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.spacing.nodeNode': String(GAP_Y),
  'elk.layered.spacing.nodeNodeBetweenLayers': String(GAP_X),
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
}
const BOX_OPTIONS = { 'elk.padding': `[top=${BOX_HEAD},left=${PAD},bottom=${PAD},right=${PAD}]` }

let elk: InstanceType<typeof ELK> | null = null

/** Places a graph by ELK, in a worker. */
export async function elkOf({ drawn, edges }: VisibleGraph): Promise<ReadonlyMap<string, Placed>> {
  elk ??= new ELK({ workerFactory: () => ownWorker(elkWorker) })
  const inside = groupBy(drawn, ({ parent }) => parent)
  const toElk = (parent: string | null): ElkNode[] =>
    (inside.get(parent) ?? []).map(({ node: { id }, box }) =>
      box
        ? { id, layoutOptions: BOX_OPTIONS, children: toElk(id) }
        : { id, width: NODE_WIDTH, height: NODE_HEIGHT },
    )
  const root = await elk.layout({
    id: '',
    layoutOptions: OPTIONS,
    children: toElk(null),
    edges: edges.map(({ from, to }) => ({ id: `${from} ${to}`, sources: [from], targets: [to] })),
  })
  const placed = new Map<string, Placed>()
  const read = ({
    id,
    x = 0,
    y = 0,
    width = NODE_WIDTH,
    height = NODE_HEIGHT,
    children = [],
  }: ElkNode): void => {
    placed.set(id, { x, y, width, height })
    children.forEach(read)
  }
  root.children?.forEach(read)
  return placed
}
