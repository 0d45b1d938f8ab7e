import { DEFAULT_GATE_TIMEOUT_MS, type GatePolicy, type PipelineContext, parseDuration } from '@muster/core'
import { asText, renderDeep } from '../cel/render.ts'
import type { GateStage } from '../schema/stage.ts'

/** How a gate is decided, from what the pipeline says of it. Throws MUSTER_EXPRESSION when its message cannot be rendered. */
export function gatePolicy(stage: GateStage, context: PipelineContext): GatePolicy {
  const type = stage.gate_type ?? 'approval'
  const timeout = stage.timeout === undefined ? null : parseDuration(stage.timeout)
  return {
    type,
    approvers: stage.approvers ?? [],
    quorum: stage.quorum ?? (type === 'consensus' ? 'all' : 'any'),
    timeoutMs: timeout ?? DEFAULT_GATE_TIMEOUT_MS,
    onTimeout:
      stage.on_timeout === 'escalate'
        ? { do: 'escalate', approvers: stage.escalate_to ?? [] }
        : { do: 'reject' },
    allowAuthor: stage.allow_author ?? false,
    message: stage.message === undefined ? null : asText(renderDeep(stage.message, context)),
  }
}
