export { Aborted } from './aborted.ts'
export type { ArtifactStore, Shelf } from './artifacts/artifact-store.ts'
export { createArtifacts } from './artifacts/file-artifacts.ts'
export { openArtifacts } from './artifacts/open-artifacts.ts'
export { neededBy } from './checkpoint/needed-by.ts'
export { sweepWorkspaces } from './checkpoint/sweep-workspaces.ts'
export { readS3Setting, type S3Setting } from './artifacts/s3-setting.ts'
export { createBareLauncher } from './launch/bare-launcher.ts'
export { openLauncher } from './launch/open-launcher.ts'
export { createSupervisor, type Supervisor } from './supervisor/create-supervisor.ts'
export type {
  Excess,
  Launch,
  Launcher,
  Limits,
  Place,
  ProgramEnd,
  Running,
  Sandbox,
  Walls,
} from './launch/launcher.ts'
export type { PhaseHost } from './phase-run.ts'
export { type Agents, createAgents } from './protocol/agents.ts'
export { type EffectNote, noteEffect } from './effects/effect-log.ts'
export { type Effects, NO_EFFECTS } from './effects/effects.ts'
export type { Model } from './effects/model.ts'
export type { Resolve } from './effects/http-request.ts'
export { prepareEffect } from './effects/prepare-effect.ts'
export { createSecrets, type Secrets } from './effects/secrets.ts'
export type { EffectOutcome, EffectPlace, PreparedEffect } from './effects/prepared-effect.ts'
export { inputEnv } from './program-env.ts'
export { readBrief } from './read-brief.ts'
export type { Report } from './report/build-report.ts'
export { runPhase } from './run-phase.ts'
export { createWebhookSender, type WebhookSender } from './webhook-sender.ts'
export { workspaceOf } from './workspace.ts'
