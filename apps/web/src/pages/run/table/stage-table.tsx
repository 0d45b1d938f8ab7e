import { AGENT_PHASES_ORDERED, AGENT_PHASE_NAMES, type AgentPhase, isEnded, visible } from '@muster/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, memo, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react'
import { Lasting } from '../../../ui/lasting.tsx'
import { Status } from '../../../ui/status.tsx'
import { Symbol } from '../../../ui/symbol.tsx'
import { reasonOf } from '../../../ui/words.ts'
import type { FollowedStage } from '../model/followed-run.ts'
import { childrenOf, labelOf, type ListRow, listRows, tallyOf, within } from '../model/list-rows.ts'
import { useFollowed } from '../run-context.tsx'
import type { Address } from '../use-address.ts'

const ROW_PX = 37
const NO_STAGES: ReadonlyMap<string, FollowedStage> = new Map()

interface StageTableProps {
  readonly address: Address
  readonly opened: ReadonlyMap<string, boolean>
  readonly onToggle: (stage: string, open: boolean) => void
  readonly onChoose: (stage: string) => void
}

/** The stages of a run as a table that nests as the pipeline does: only the rows in view are in the document. */
export function StageTable({ address, opened, onToggle, onChoose }: StageTableProps) {
  const { graph, stages } = useFollowed()
  const { find, status, stage: chosen } = address
  // Statuses and reasons matter only when something is looked for.
  const looked = find !== '' || status !== '' ? stages : NO_STAGES
  const rows = useMemo(
    () => listRows(graph.nodes, looked, { opened, find, status }),
    [graph, looked, opened, find, status],
  )
  const children = useMemo(() => childrenOf(graph.nodes), [graph])
  const box = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(chosen)
  const at = Math.max(
    0,
    rows.findIndex(({ node }) => node.id === active),
  )
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    getItemKey: (index) => rows[index]?.node.id ?? index,
  })
  useEffect(() => {
    if (chosen !== null) setActive(chosen)
  }, [chosen])

  function move(event: KeyboardEvent): void {
    const row = rows[at]
    if (row === undefined) return
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key]
    if (to !== undefined) {
      const next = rows[Math.min(rows.length - 1, Math.max(0, to))]
      if (next !== undefined) setActive(next.node.id)
      virtual.scrollToIndex(to)
    } else if (event.key === 'Enter' || event.key === ' ') onChoose(row.node.id)
    else if (event.key === 'ArrowRight' && row.open === false) onToggle(row.node.id, true)
    else if (event.key === 'ArrowLeft' && row.open === true) onToggle(row.node.id, false)
    else if (event.key === 'ArrowLeft' && row.node.parent !== null) setActive(row.node.parent)
    else return
    event.preventDefault()
  }

  function click({ target }: MouseEvent): void {
    const element = target as Element
    const row = rows[Number(element.closest('[data-index]')?.getAttribute('data-index') ?? -1)]
    if (row === undefined) return
    setActive(row.node.id)
    if (row.open !== null && element.closest('.twist') !== null) onToggle(row.node.id, !row.open)
    else onChoose(row.node.id)
  }

  if (rows.length === 0) return <p className="empty">No stage is like that.</p>
  return (
    <div
      ref={box}
      className="stage-table"
      role="treegrid"
      aria-label="Stages"
      aria-rowcount={rows.length}
      aria-activedescendant={rowId(rows[at]?.node.id ?? '')}
      tabIndex={0}
      onKeyDown={move}
      onClick={click}
    >
      <div role="presentation" className="stage-rows" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index]
          if (row === undefined) return null
          const { node } = row
          return (
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              id={rowId(node.id)}
              className="stage-row"
              role="row"
              aria-level={row.level}
              aria-rowindex={index + 1}
              aria-selected={node.id === chosen}
              aria-expanded={row.open ?? undefined}
              data-active={index === at}
              style={{ transform: `translateY(${start}px)` }}
            >
              <RowCells
                row={row}
                stage={stages.get(node.id)}
                inside={row.open === null ? '' : toldInside(within(node.id, children), stages)}
                path={looked !== NO_STAGES}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}

function rowId(stage: string): string {
  return `row ${stage}`.replaceAll(/\s/g, ':')
}

function toldInside(nodes: Parameters<typeof tallyOf>[0], stages: Parameters<typeof tallyOf>[1]): string {
  const { total, ended, failed, running, waiting } = tallyOf(nodes, stages)
  const parts = [
    `${ended} of ${total}`,
    running > 0 && `${running} running`,
    waiting > 0 && `${waiting} waiting`,
    failed > 0 && `${failed} failed`,
  ]
  return parts.filter((part) => part !== false).join(', ')
}

interface RowCellsProps {
  readonly row: ListRow
  readonly stage: FollowedStage | undefined
  readonly inside: string
  /** Whether to tell the whole path: the row does not stand below its container. */
  readonly path: boolean
}

const RowCells = memo(function RowCells({ row, stage, inside, path }: RowCellsProps) {
  const { node, level, open } = row
  return (
    <>
      <span role="gridcell" className="cell-name" style={{ paddingInlineStart: (level - 1) * 18 }}>
        <span className="twist" aria-hidden="true">
          {open !== null && <Symbol name={open ? 'open' : 'closed'} />}
        </span>
        <Symbol name={node.type} />
        <span className="name">{visible(path ? node.id : labelOf(node), 200)}</span>
      </span>
      <span role="gridcell" className="cell-status">
        {stage !== undefined && <Status of={stage.status} />}
      </span>
      <span role="gridcell" className="cell-phase">
        {node.type === 'agent' && stage !== undefined ? (
          <Phases of={stage} />
        ) : (
          <span className="quiet">{inside}</span>
        )}
      </span>
      <span role="gridcell" className="cell-time number">
        {stage !== undefined && <Lasting from={stage.startedAt} to={stage.finishedAt} />}
      </span>
      <span role="gridcell" className="cell-why">
        {stage !== undefined && <Why of={stage} />}
      </span>
    </>
  )
})

function Why({ of }: { readonly of: FollowedStage }) {
  const tries = of.attempt > 1 && of.type === 'agent' ? `attempt ${of.attempt}` : ''
  const quiet = of.reason === null && !isEnded(of.status)
  const told = [tries, quiet ? '' : visible(reasonOf(of).replaceAll('`', ''), 300)]
    .filter((text) => text !== '')
    .join(' · ')
  return <span title={told}>{told}</span>
}

/** How far an agent has walked, as eight marks and a word. */
function Phases({ of }: { readonly of: FollowedStage }) {
  const at = AGENT_PHASES_ORDERED.findIndex((phase) => phase === of.phase)
  const over = isEnded(of.status)
  if (over && of.startedAt === null) return null
  const word = of.phase === null || over ? '' : AGENT_PHASE_NAMES[of.phase as AgentPhase]
  return (
    <span className="phases" data-status={of.status}>
      <span aria-hidden="true" className="marks">
        {AGENT_PHASES_ORDERED.map((phase, index) => (
          <i
            key={phase}
            data-mark={index < at || (over && index === at) ? 'walked' : index === at ? 'now' : 'open'}
          />
        ))}
      </span>
      {word}
    </span>
  )
}
