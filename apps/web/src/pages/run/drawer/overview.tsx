import {
  type AgentNode,
  type GraphNode,
  type InputValue,
  type StageAnswer,
  TIER_NAMES,
  visible,
  type Wait,
} from '@muster/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { at } from '../../../api/call.ts'
import { Value } from '../../../ui/values.tsx'
import { when } from '../../../ui/words.ts'
import { useRun } from '../run-context.tsx'
import { WaitItem } from '../waits.tsx'
import { Budget } from './budget.tsx'
import { StageLink } from './stage-link.tsx'

interface OverviewProps {
  readonly node: GraphNode
  readonly view: StageAnswer
  readonly waits: readonly Wait[]
}

/** What a stage is and where it stands. */
export function Overview({ node, view, waits }: OverviewProps) {
  const run = useRun((followed) => followed.run.id)
  const own = waits.filter(({ stage }) => stage === node.id)
  return (
    <>
      {own.length > 0 && (
        <ul aria-label="Why it waits">
          {own.map((wait) => (
            <WaitItem key={wait.kind} of={wait} />
          ))}
        </ul>
      )}
      <Facts node={node} view={view} />
      {(node.type === 'gate' || ('approval' in node && node.approval !== undefined)) &&
        view.stage.startedAt !== null && (
          <p>
            <Link href={at`/gates/${`${run}.${node.id}`}`}>Its gate, with all that a decision stands on</Link>
          </p>
        )}
      {node.type === 'agent' && <Inputs of={node} />}
      {view.stage.budget !== null && <Budget of={view.stage.budget} />}
    </>
  )
}

function Facts({ node, view: { stage } }: { readonly node: GraphNode; readonly view: StageAnswer }) {
  const template = useRun(({ graph }) =>
    node.type === 'agent' ? (graph.templates[node.template] ?? null) : null,
  )
  const rows: readonly (readonly [string, ReactNode])[] = [
    ['Template', node.type === 'agent' && node.template],
    ['Does', template?.description],
    ['Tier', node.type === 'agent' && `T${node.tier} ${TIER_NAMES[node.tier]}`],
    ['Inside', node.parent !== null && <StageLink to={node.parent} />],
    ['Requires', node.requires.length > 0 && <Requires of={node} />],
    ['When', node.when !== null && <code>{visible(node.when.source, 500)}</code>],
    ['If', node.type === 'condition' && <code>{visible(node.if.source, 500)}</code>],
    ['At most', node.type === 'parallel' && node.maxConcurrency !== null && `${node.maxConcurrency} at once`],
    ['For', node.type === 'branch' && node.item !== undefined && <Value of={node.item} />],
    ['Attempts', stage.attempt > 0 && stage.attempt],
    ['Until', stage.deadlineAt !== null && when(stage.deadlineAt)],
    ['Worker', stage.home],
  ]
  return (
    <dl className="facts">
      {rows
        .filter(([, value]) => value !== false && value !== null && value !== undefined)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

/** More are not listed. */
const MOST_REQUIRED = 30

function Requires({ of }: { readonly of: GraphNode }) {
  const more = of.requires.length - MOST_REQUIRED
  return (
    <span className="stage-links">
      {of.requires.slice(0, MOST_REQUIRED).map((id) => (
        <StageLink key={id} to={id} />
      ))}
      {more > 0 && ` and ${more} more`}
      {of.requiresResult !== 'succeeded' && ` (${of.requiresResult})`}
    </span>
  )
}

function Inputs({ of: { inputs } }: { readonly of: AgentNode }) {
  const given = Object.entries(inputs)
  if (given.length === 0) return null
  return (
    <>
      <h3>Inputs</h3>
      <dl className="values">
        {given.map(([name, value]) => (
          <div key={name}>
            <dt>{visible(name, 200)}</dt>
            <dd>
              <Input of={value} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function Input({ of }: { readonly of: InputValue }) {
  return <Value of={'value' in of ? of.value : of.text.source} />
}
