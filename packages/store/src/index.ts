export { type AgentLock, createAgentLock, holderOf, type LockAnswer, type LockClaim } from './agent-lock.ts'
export { type AgentState, createAgentState } from './agent-state.ts'
export { connectStore, type StoreClient, type StoreConnection } from './connection.ts'
export { createDeciders, type Deciders } from './deciders.ts'
export { createDispatch, type StoreDispatch } from './dispatch.ts'
export { createEffectReplies, type EffectReplies } from './effect-replies.ts'
export { claimEpoch } from './epoch.ts'
export { type Bidding, createFleet, type Fleet } from './fleet.ts'
export { createGatesWorker } from './gates-worker.ts'
export { createLimiters } from './limiters.ts'
export { createLogStream, type LogStream } from './log-stream.ts'
export { outcomeBacklog } from './outcome-backlog.ts'
export { createOutcomeWriter } from './outcome-writer.ts'
export { createOutcomes } from './outcomes.ts'
export { createReaderLease, type ReaderLease } from './reader-lease.ts'
export { openQueues, type Queues } from './queue.ts'
export { storeFacts } from './store-health.ts'
export { createRunsWorker } from './runs-worker.ts'
export { type FetchOptions, fetchServer } from './server/fetch.ts'
export { type FoundServer, isExecutable } from './server/find.ts'
export {
  type LocalServer,
  type LocalServerOptions,
  type ServerFinder,
  startLocalServer,
} from './server/start.ts'
export { submitAndWait, submitThroughQueue } from './submit.ts'
export { voteAndWait } from './vote.ts'
export { createVotesWorker } from './votes-worker.ts'
export { onChange, onPolicies, onStop, type StopListener } from './subscribe.ts'
export { announceSticky } from './sticky-queues.ts'
export {
  type AttemptAnswer,
  type AttemptControl,
  type AttemptWorker,
  type AttemptWorkerOptions,
  createAttemptWorker,
} from './attempt-worker.ts'
