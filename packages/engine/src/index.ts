export { listCheckpoints, readCheckpoint } from './checkpoints.ts'
export { createEngine } from './create-engine.ts'
export type { VoteRequest } from './decide-gate.ts'
export type { BatchAnswer, BatchRequest } from './decide-many.ts'
export type { EngineDeps } from './deps.ts'
export type { EvidenceRequest } from './gate-evidence.ts'
export { every } from './every.ts'
export { pause } from './pause.ts'
export type { Admission, Engine, Preview, Submission } from './engine.ts'
export {
  type LoadedTemplates,
  loadPipelines,
  loadTemplates,
  readTemplates,
  SHIPPED_PIPELINES,
  SHIPPED_TEMPLATES,
} from './library.ts'
export { readEntries } from './read-entries.ts'
export { createTokens, type Tokens } from './tokens.ts'
export { changeRequest } from './policies.ts'
export type { Publishing, Templates, Withdrawing } from './templates.ts'
export type { Refusals } from './refusals.ts'
export { readState } from './read-state.ts'
