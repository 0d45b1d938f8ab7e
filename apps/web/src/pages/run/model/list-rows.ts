import { groupBy } from './group-by.ts'
import { isEnded, isFailure, type GraphNode } from '@muster/core'
import type { FollowedRun, FollowedStage } from './followed-run.ts'

/** Branches that a container may have and still be open at first. */
const FEW = 12

/** One row of the list of stages. */
export interface ListRow {
  readonly node: GraphNode
  /** From 1 for the stages of the pipeline itself. */
  readonly level: number
  /** Whether what it holds is shown below it; null when it holds nothing. */
  readonly open: boolean | null
}

export interface Wanted {
  /** Containers that somebody opened or closed. */
  readonly opened: ReadonlyMap<string, boolean>
  readonly find: string
  /** Empty for all. */
  readonly status: string
}

/** Whether a container is open: as somebody left it, or when it holds little. */
export function isOpen(node: GraphNode, opened: Wanted['opened']): boolean {
  return 'children' in node && (opened.get(node.id) ?? node.children.length <= FEW)
}

/** What is inside each container, and under null what is inside none, in the order of the graph. */
export function childrenOf(nodes: readonly GraphNode[]): ReadonlyMap<string | null, readonly GraphNode[]> {
  return groupBy(nodes, ({ parent }) => parent)
}

/** The rows of the list: nested as the pipeline is, or, when something is looked for, what was found. */
export function listRows(
  nodes: readonly GraphNode[],
  stages: FollowedRun['stages'],
  wanted: Wanted,
): readonly ListRow[] {
  if (wanted.find !== '' || wanted.status !== '')
    return nodes
      .filter((node) => matches(node, stages.get(node.id), wanted))
      .map((node) => ({ node, level: 1, open: null }))
  const children = childrenOf(nodes)
  const rows: ListRow[] = []
  const walk = (above: string | null, level: number): void => {
    for (const node of children.get(above) ?? []) {
      const holds = (children.get(node.id)?.length ?? 0) > 0
      const open = holds && isOpen(node, wanted.opened)
      rows.push({ node, level, open: holds ? open : null })
      if (open) walk(node.id, level + 1)
    }
  }
  walk(null, 1)
  return rows
}

/** Whether a stage is one of those looked for, by its path, its template or its reason, and by its status. */
export function matches(
  node: GraphNode,
  stage: FollowedStage | undefined,
  { find, status }: Pick<Wanted, 'find' | 'status'>,
): boolean {
  if (status !== '' && (stage?.status !== status || node.type === 'branch')) return false
  if (find === '') return true
  const texts = [node.id, node.type === 'agent' ? node.template : node.type, stage?.reason ?? '']
  return texts.some((text) => text.toLowerCase().includes(find.toLowerCase()))
}

/** How far stages are. */
export interface Tally {
  readonly total: number
  readonly ended: number
  readonly failed: number
  readonly running: number
  readonly waiting: number
}

/** How far the agents and gates of a run are, or those inside a container. */
export function tallyOf(nodes: Iterable<GraphNode>, stages: FollowedRun['stages']): Tally {
  let [total, ended, failed, running, waiting] = [0, 0, 0, 0, 0]
  for (const { id, type } of nodes) {
    if (type !== 'agent' && type !== 'gate') continue
    const status = stages.get(id)?.status ?? 'pending'
    total += 1
    if (isEnded(status)) {
      ended += 1
      if (isFailure(status)) failed += 1
    } else if (status === 'running') running += 1
    else if (status === 'waiting') waiting += 1
  }
  return { total, ended, failed, running, waiting }
}

/** All that is inside a container, however deep. */
export function within(id: string, children: ReturnType<typeof childrenOf>): readonly GraphNode[] {
  return (children.get(id) ?? []).flatMap((node) => [node, ...within(node.id, children)])
}

/** The name of a stage among its siblings; a branch also tells what it is for. */
export function labelOf(node: GraphNode): string {
  if (node.type !== 'branch' || node.item === undefined) return node.name
  return `${node.name} · ${JSON.stringify(node.item)}`.slice(0, 60)
}
