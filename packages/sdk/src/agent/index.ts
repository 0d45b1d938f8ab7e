export { ProtocolError } from '@muster/core/protocol'
export type { AgentContext, Effect, EffectOptions, StagedFile } from './context.ts'
export { type Agent, type AgentDefinition, type AgentStreams, defineAgent } from './define-agent.ts'
