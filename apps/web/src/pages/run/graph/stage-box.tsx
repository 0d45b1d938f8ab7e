import { visible } from '@muster/core'
import { Handle, Position } from '@xyflow/react'
import type { ReactNode } from 'react'
import { Symbol } from '../../../ui/symbol.tsx'
import { labelOf } from '../model/list-rows.ts'
import type { StageData } from './canvas.tsx'

interface StageBoxProps extends Pick<StageData, 'node' | 'open'> {
  /** How it stands, as a class. */
  readonly kind: string
  /** The shape that says the same. */
  readonly symbol: ReactNode
  readonly selected: boolean
  /** Whether it is what is looked for; undefined when nothing is. */
  readonly found?: boolean | undefined
  readonly onToggle: (stage: string, open: boolean) => void
  /** The words that say the same. */
  readonly children: ReactNode
}

/** One stage as graphs draw it; a box around what it holds when it is open. */
export function StageBox({ node, open, kind, symbol, selected, found, onToggle, children }: StageBoxProps) {
  return (
    <div
      className={`stage-node is-${kind}`}
      data-box={open === true}
      data-selected={selected}
      data-found={found}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <p className="stage-title">
        {symbol}
        <span title={node.id}>{visible(labelOf(node), 80)}</span>
        {open !== null && (
          <button
            type="button"
            className="plain nodrag nopan"
            aria-expanded={open}
            aria-label={`${open ? 'Close' : 'Open'} ${node.id}`}
            onClick={(event) => {
              event.stopPropagation()
              onToggle(node.id, !open)
            }}
          >
            <Symbol name={open ? 'open' : 'closed'} />
          </button>
        )}
      </p>
      {open !== true && <p className="stage-note">{children}</p>}
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  )
}
