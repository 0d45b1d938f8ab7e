import type { Json } from './json.ts'
import type { StageStatus } from './status.ts'

/** What a stage came to, as expressions and reports see it. */
export interface StageResult {
  readonly status: StageStatus
  readonly reason: string | null
  readonly outputs: Readonly<Record<string, Json>>
}

/** What an expression may read. */
export interface PipelineContext {
  readonly inputs: Readonly<Record<string, Json>>
  readonly stages: Readonly<Record<string, StageResult>>
  /** The element of the surrounding `foreach`. */
  readonly item?: Json
}
