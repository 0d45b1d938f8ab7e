import type { Graph, GraphNode, StartPreview } from '@muster/core'
import { Symbol } from '../../ui/symbol.tsx'
import { plural } from '../../ui/words.ts'
import { layersOf } from './layers-of.ts'
import { QuotaRows } from './quota-rows.tsx'

/** More stages of one layer are counted, not named. */
const MOST = 24

/** What would start: its stages in the order in which they can, what they take, and whether it may. */
export function Preview({ of }: { readonly of: StartPreview }) {
  return (
    <>
      {of.inputProblems.length > 0 && (
        <ul className="problems" aria-label="What is wrong with the inputs">
          {of.inputProblems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      {of.refusal !== null && (
        <output className="problem">
          <p>It would be refused: {of.refusal.message}</p>
          <p className="hint">{of.refusal.hint}</p>
        </output>
      )}
      {of.graph !== null && <Layers of={of.graph} />}
      {of.quota.length > 0 && <QuotaRows of={of.quota} />}
    </>
  )
}

function Layers({ of }: { readonly of: Graph }) {
  const layers = layersOf(of)
  const count = layers.reduce((sum, layer) => sum + layer.length, 0)
  return (
    <section aria-label="Stages">
      <h3>
        {plural(count, 'stage')} in {plural(layers.length, 'step')}
      </h3>
      <ol className="layers">
        {layers.map((layer) => (
          <li key={layer[0]?.id}>
            <ul>
              {layer.slice(0, MOST).map((node) => (
                <Stage key={node.id} of={node} />
              ))}
              {layer.length > MOST && <li className="quiet">and {layer.length - MOST} more beside them</li>}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Stage({ of }: { readonly of: GraphNode }) {
  return (
    <li className="stage">
      <Symbol name={of.type === 'branch' ? 'parallel' : of.type} />
      <span>
        <strong>{of.id}</strong> <span className="quiet">{whatOf(of)}</span>
      </span>
    </li>
  )
}

function whatOf(node: GraphNode): string {
  switch (node.type) {
    case 'agent': {
      const waits = node.approval === undefined ? '' : `, approved by ${node.approval.approvers.join(', ')}`
      return `${node.template} at T${node.tier}${waits}`
    }
    case 'gate':
      return `waits for ${node.gate.quorum} of ${node.gate.approvers.join(', ')}`
    case 'condition':
      return `if ${node.if.source}`
    case 'parallel':
    case 'branch':
      return ''
  }
}
