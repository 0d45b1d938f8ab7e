/** What an agent is held to. It is told them when it starts; whoever breaks one is charged and killed. */
export interface ProtocolLimits {
  /** The longest line, in bytes, without its end. */
  readonly lineBytes: number
  /** How deep a message may nest lists and objects. */
  readonly depth: number
  /** Requests that wait for an answer at a time. */
  readonly openRequests: number
  /** Messages a second, for as long as it likes; what comes faster is read later. */
  readonly messagesPerSecond: number
  /** Messages that may come at once. */
  readonly burst: number
  /** How long messages may come faster than they are read, in milliseconds. */
  readonly behindMs: number
  /** Bytes of messages in one phase. */
  readonly outputBytes: number
  /** How long an agent may say nothing after a `ping`, in milliseconds. */
  readonly answerMs: number
}

/**
 * The limits of governance research 3.9; the burst and its patience let an agent say much at once, but not for long. An
 * answer to `ping` may take as long as one to `initialize`: an interpreter may be at its garbage for seconds.
 */
export const PROTOCOL_LIMITS: ProtocolLimits = {
  lineBytes: 1024 * 1024,
  depth: 64,
  openRequests: 64,
  messagesPerSecond: 100,
  burst: 200,
  behindMs: 2_000,
  outputBytes: 32 * 1024 * 1024,
  answerMs: 20_000,
}
