export type { Connection } from './http.ts'
export {
  type AnswerOptions,
  type GateFilter,
  Muster,
  type RunsFilter,
  type TriggerOptions,
  type VoteOptions,
} from './muster.ts'
export type { EventsOptions, LogsOptions, ResultOptions, RunHandle, RunResult } from './run-handle.ts'
