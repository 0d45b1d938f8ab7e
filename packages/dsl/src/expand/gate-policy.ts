import { DEFAULT_GATE_TIMEOUT_MS, type GatePolicy, parseDuration, PLAN_APPROVERS } from '@muster/core'
import { asText, renderDeep } from '../cel/render.ts'
import { specsOf } from '../input-spec.ts'
import type { OutlineStage } from '../outline.ts'
import type { Approval } from '../schema/decision.ts'
import type { GateStage } from '../schema/stage.ts'
import type { Scope } from './scope.ts'

/** How a gate is decided, from what the pipeline says of it. Throws MUSTER_EXPRESSION when its message cannot be rendered. */
export function gatePolicy(stage: OutlineStage, document: GateStage, scope: Scope): GatePolicy {
  const type = document.gate_type ?? 'approval'
  const { send_back_to, form } = document
  return {
    type,
    ...decisionOf(stage, document, scope),
    approvers: entriesOf(stage, document.approvers ?? [], scope),
    quorum: document.quorum ?? (type === 'consensus' ? 'all' : 'any'),
    ...(send_back_to === undefined
      ? {}
      : { sendBackTo: send_back_to.map((path) => scope.refer(stage, path)) }),
    ...(form === undefined ? {} : { form: specsOf(form) }),
  }
}

/** How the approval of a plan is decided. Throws MUSTER_EXPRESSION when its message cannot be rendered. */
export function approvalPolicy(stage: OutlineStage, document: Approval, scope: Scope): GatePolicy {
  return {
    type: 'approval',
    ...decisionOf(stage, document, scope),
    approvers: entriesOf(stage, document.approvers ?? PLAN_APPROVERS, scope),
    quorum: document.quorum ?? 'any',
  }
}

function decisionOf(stage: OutlineStage, document: Approval, scope: Scope) {
  const { people, agents, vetoes, remind, send_backs, message } = document
  const timeout = document.timeout === undefined ? null : parseDuration(document.timeout)
  const further = entriesOf(stage, document.escalate_to ?? [], scope)
  return {
    ...(people === undefined ? {} : { people }),
    ...(agents === undefined ? {} : { agents }),
    ...(vetoes === undefined ? {} : { vetoes }),
    timeoutMs: timeout ?? DEFAULT_GATE_TIMEOUT_MS,
    onTimeout:
      document.on_timeout === 'escalate'
        ? { do: 'escalate' as const, approvers: further }
        : { do: 'reject' as const },
    ...(remind === undefined ? {} : { remindMs: parseDuration(remind) }),
    allowAuthor: document.allow_author ?? false,
    ...(send_backs === undefined ? {} : { sendBacks: send_backs }),
    message: message === undefined ? null : asText(renderDeep(message, scope.context)),
  }
}

function entriesOf(stage: OutlineStage, entries: readonly string[], scope: Scope): readonly string[] {
  return entries.map((entry) =>
    entry.startsWith('agent:') ? `agent:${scope.refer(stage, entry.slice('agent:'.length))}` : entry,
  )
}
