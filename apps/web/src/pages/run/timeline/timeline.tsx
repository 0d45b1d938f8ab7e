import { AGENT_PHASE_NAMES, type AgentPhase, visible } from '@muster/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { useNow } from '../../../ui/moment.tsx'
import { span } from '../../../ui/span.ts'
import { Status } from '../../../ui/status.tsx'
import { Symbol } from '../../../ui/symbol.tsx'
import { clock } from '../../../ui/words.ts'
import type { FollowedAttempt, FollowedStage } from '../model/followed-run.ts'
import { matches } from '../model/list-rows.ts'
import { useFeed, useFollowed } from '../run-context.tsx'
import type { Address } from '../use-address.ts'
import { foldIdle, type TimeLine } from './fold-idle.ts'

const ROW_PX = 34

interface TimelineProps {
  readonly address: Address
  readonly onChoose: (stage: string) => void
}

/** When each stage worked, by phase, in the order in which they began; time when nothing worked is folded. */
export function Timeline({ address, onChoose }: TimelineProps) {
  const { graph, nodes, stages, attempts, run } = useFollowed()
  const feed = useFeed()
  useEffect(() => feed.wantAttempts(), [feed])
  const { find, status, stage: chosen } = address
  const now = useNow()
  const until = run.finishedAt ?? now
  const rows = useMemo(
    () =>
      graph.nodes
        .flatMap((node) => stages.get(node.id) ?? [])
        .filter((stage) => {
          const node = nodes.get(stage.stage)
          const leaf = node?.type === 'agent' || node?.type === 'gate'
          return leaf && stage.startedAt !== null && matches(node, stage, { find, status })
        })
        .toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0) || a.position - b.position),
    [graph, nodes, stages, find, status],
  )
  const line = useMemo(() => foldIdle(workOf(rows, attempts, until)), [rows, attempts, until])
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  })
  if (rows.length === 0) return <p className="empty">Nothing has begun yet.</p>
  return (
    <div className="timeline">
      <p className="quiet folded">
        {line.folds.length === 0
          ? `${clock(run.submittedAt)} to ${clock(until)}`
          : `Folded: ${line.folds.map(({ from, to }) => `${span(to - from)} from ${clock(from)}`).join(', ')}, when nothing worked`}
      </p>
      <div
        ref={box}
        className="timeline-rows"
        role="region"
        aria-label="Timeline"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        tabIndex={0}
      >
        <ul style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const stage = rows[index]
            if (stage === undefined) return null
            return (
              <li key={stage.stage} style={{ transform: `translateY(${start}px)` }}>
                <button
                  type="button"
                  className="plain"
                  aria-pressed={stage.stage === chosen}
                  onClick={() => onChoose(stage.stage)}
                >
                  <Symbol name={stage.status} />
                  <span>{visible(stage.stage, 120)}</span>
                </button>
                <Bars of={stage} attempts={attempts?.get(stage.stage) ?? []} line={line} until={until} />
                <span className="unseen">
                  <Status of={stage.status} />
                </span>
              </li>
            )
          })}
        </ul>
      </div>
    </div>
  )
}

/** When there was work: attempts where they are known, else stages; a gate that waits is no work. */
function workOf(
  rows: readonly FollowedStage[],
  attempts: ReadonlyMap<string, readonly FollowedAttempt[]> | null,
  until: number,
) {
  const stretches = rows.flatMap(({ stage, startedAt, finishedAt, type }) => {
    const tries = attempts?.get(stage)
    if (tries !== undefined) return tries.map((one) => stretchOf(one, until))
    const from = startedAt ?? until
    return type === 'gate' ? { from, to: from } : { from, to: finishedAt ?? until }
  })
  return stretches.length === 0 ? [] : [...stretches, { from: until, to: until }]
}

function stretchOf({ startedAt, finishedAt, dispatchedAt }: FollowedAttempt, until: number) {
  return { from: startedAt ?? dispatchedAt, to: finishedAt ?? until }
}

interface BarsProps {
  readonly of: FollowedStage
  readonly attempts: readonly FollowedAttempt[]
  readonly line: TimeLine
  readonly until: number
}

function Bars({ of, attempts, line, until }: BarsProps) {
  const from = of.startedAt ?? until
  const to = of.finishedAt ?? until
  return (
    <span className="bars">
      {line.folds.map((fold) => (
        <i key={fold.from} className="fold" style={{ left: percent(fold.at), width: percent(fold.width) }} />
      ))}
      <i
        className={`stroke whole is-${of.status}`}
        title={`${of.stage}: ${span(to - from)}`}
        style={{ left: percent(line.at(from)), width: percent(line.at(to) - line.at(from)) }}
      />
      {attempts.map((one) => {
        const stretch = stretchOf(one, until)
        return (
          <i
            key={one.fence}
            className={`stroke phase is-${one.status}`}
            data-phase={one.phase}
            title={`${AGENT_PHASE_NAMES[one.phase as AgentPhase]}, attempt ${one.attempt}: ${span(stretch.to - stretch.from)}`}
            style={{
              left: percent(line.at(stretch.from)),
              width: percent(line.at(stretch.to) - line.at(stretch.from)),
            }}
          />
        )
      })}
      <span className="stroke-time" style={{ left: percent(line.at(to)) }}>
        {span(to - from)}
      </span>
    </span>
  )
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`
}
