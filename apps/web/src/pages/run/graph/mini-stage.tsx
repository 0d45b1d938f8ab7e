import type { MiniMapNodeProps } from '@xyflow/react'
import { useRun } from '../run-context.tsx'

/** One stage on the map: its colour says how it stands. */
export function MiniStage({ id, x, y, width, height }: MiniMapNodeProps) {
  const status = useRun(({ stages }) => stages.get(id)?.status ?? 'pending')
  return <rect className={`mini is-${status}`} x={x} y={y} width={width} height={height} rx={6} />
}
