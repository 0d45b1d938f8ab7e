import {
  type Actor,
  advance,
  type Command,
  createState,
  type EffectAsk,
  type EffectEnd,
  type EffectJudgement,
  type Entry,
  type Fact,
  fold,
  gateOf,
  type Graph,
  isEnded,
  judgeEffect,
  judgeOutcome,
  judgeReport,
  type Outcome,
  openingOf,
  type OutcomeMessage,
  PLANNER,
  type RunState,
  stageOf,
} from '../../src/index.ts'

export const ANN: Actor = { kind: 'person', name: 'ann', roles: [] }
export const BOB: Actor = { kind: 'person', name: 'bob', roles: [] }
export const CAT: Actor = { kind: 'person', name: 'cat', roles: ['owner'] }
export const DAN: Actor = { kind: 'person', name: 'dan', roles: ['owner'] }
export const OK: Outcome = { kind: 'succeeded', record: {} }

export function failure(retryable: boolean): Outcome {
  return { kind: 'failed', retryable, record: {}, fault: { code: 'X', message: 'It broke.', hint: null } }
}

/** A planner without stores: it keeps the entries of one run and checks what must always hold. */
export class World {
  readonly state: RunState
  readonly entries: Entry[] = []
  now = 1_000
  /** The digest of the policy that holds. */
  policy = 'p'
  /** Whether people approve every plan as soon as it waits for them. */
  approvesPlans = false
  /** What `when` and `if` come to. */
  answer: (stage: string) => boolean = () => true
  /** Outcomes of attempts that were ever dispatched, to be delivered in any order. */
  readonly dispatched: OutcomeMessage[] = []

  constructor(graph: Graph) {
    this.state = createState('run', graph)
  }

  submit(yesToGates = false): this {
    return this.cause({ kind: 'run.submitted', by: ANN, graph: 'g', inputs: 'i', yesToGates })
  }

  cause(fact: Fact): this {
    const effects: Fact[] = []
    this.#apply(fact)
    for (let turn = 0; ; turn += 1) {
      if (turn > 100_000) throw new Error('advance never comes to rest')
      const commands = advance(this.state.graph, this.state, this.now)
      if (commands.length === 0) break
      for (const command of commands) {
        const effect = this.#resolve(command)
        this.#apply(effect)
        effects.push(effect)
      }
    }
    this.state.seq += 1
    this.entries.push({ run: 'run', seq: this.state.seq, at: this.now, cause: fact, effects })
    if (this.approvesPlans && !this.#approving) this.#approvePlans()
    return this
  }

  /** Delivers an outcome as the planner would; answers how it was judged. */
  deliver(message: OutcomeMessage): 'accepted' | 'duplicate' | 'refused' {
    const judgement = judgeOutcome(this.state, message)
    if (judgement.kind === 'accepted') {
      const { stage, attempt, fence, worker, startedAt, finishedAt, outcome, warm } = message
      const phase = message.phase as never
      this.cause({
        kind: 'attempt.settled',
        stage,
        phase,
        attempt,
        fence,
        worker,
        startedAt,
        finishedAt,
        outcome,
        ...(warm === true ? { warm } : {}),
      })
    }
    return judgement.kind
  }

  /** Asks for an effect as the planner would; answers how it was judged. */
  ask(ask: EffectAsk): EffectJudgement {
    const judgement = judgeEffect(this.state, ask)
    const { run: _run, stage, ...asked } = ask
    if (judgement.kind === 'intended')
      this.cause({ kind: 'effect.intended', stage, effect: judgement.effect, asked })
    if (judgement.kind === 'denied' && judgement.effect !== null) {
      const { effect, code, reason } = judgement
      this.cause({ kind: 'effect.denied', stage, effect, asked, code, reason })
    }
    return judgement
  }

  /** Reports how the effect of a request ended; answers how that was judged. */
  report(ask: EffectAsk, ended: EffectEnd): 'accepted' | 'duplicate' | 'refused' {
    const { run, stage, fence, worker, holder, id } = ask
    const times = { startedAt: this.now, finishedAt: this.now }
    const report = { run, stage, fence, worker, holder, id, ended, reason: null, result: {}, ...times }
    const judgement = judgeReport(this.state, report)
    if (judgement.kind === 'accepted') {
      const { effect } = judgement
      this.cause({ kind: 'effect.ended', stage, effect, ended, reason: null, result: {}, ...times })
    }
    return judgement.kind
  }

  /** The attempts that now wait for an outcome. */
  open(): OutcomeMessage[] {
    return this.dispatched.filter((message) => judgeOutcome(this.state, message).kind === 'accepted')
  }

  /** Settles everything with the outcome given until nothing is at work. */
  run(outcome: (message: OutcomeMessage) => Outcome = () => OK): this {
    for (let open = this.open(); open.length > 0; open = this.open()) {
      for (const message of open) this.deliver({ ...message, outcome: outcome(message) })
    }
    return this
  }

  status(stage: string): string {
    return stageOf(this.state, stage).status
  }

  reason(stage: string): string | null {
    const found = stageOf(this.state, stage)
    return 'reason' in found ? found.reason : null
  }

  #approving = false

  #approvePlans(): void {
    this.#approving = true
    for (const [stage, { decided }] of this.state.gates) {
      if (decided !== null || this.state.nodes.get(stage)?.type !== 'agent') continue
      for (const voter of [BOB, CAT, DAN]) {
        if (this.status(stage) !== 'waiting') break
        const vote = { voter, as: 'role:owner', decision: 'approve', comment: null } as const
        this.cause({ kind: 'gate.voted', stage, vote })
      }
      const until = this.state.gates.get(stage)?.heldUntil ?? null
      if (until === null) continue
      this.now = Math.max(this.now, until)
      this.cause({ kind: 'gate.ripened', stage })
    }
    this.#approving = false
  }

  #apply(fact: Fact): void {
    if (fact.kind === 'stage.started' || fact.kind === 'gate.opened') this.#checkRequirements(fact.stage)
    fold(this.state, fact, this.now)
    if (fact.kind !== 'attempt.dispatched') return
    const { stage, phase, attempt, fence } = fact
    const times = { startedAt: this.now, finishedAt: this.now }
    this.dispatched.push({ run: 'run', stage, phase, attempt, fence, worker: 'w', ...times, outcome: OK })
  }

  #checkRequirements(stage: string): void {
    const node = this.state.nodes.get(stage)
    for (const id of node?.requires ?? []) {
      if (!isEnded(stageOf(this.state, id).status)) throw new Error(`${stage} started before ${id} ended`)
    }
  }

  #resolve(command: Command): Fact {
    switch (command.do) {
      case 'record':
        return command.fact
      case 'guard':
        return { kind: 'guard.decided', stage: command.stage, passed: this.answer(command.stage) }
      case 'decide':
        return {
          kind: 'condition.decided',
          stage: command.stage,
          taken: this.answer(command.stage) ? 'then' : 'else',
        }
      case 'brief':
        return { kind: 'stage.started', stage: command.stage, brief: 'sha256:b' }
      case 'open': {
        const node = this.state.nodes.get(command.stage)
        const policy = node === undefined ? null : gateOf(node)
        if (policy === null || (node?.type !== 'gate' && node?.type !== 'agent'))
          throw new Error('not a gate')
        const held = stageOf(this.state, node.id)
        const plan = 'agent' in held ? (held.agent?.planDigest ?? null) : null
        const binds = { graph: 'g', inputs: 'i', needs: 'n', plan, policy: this.policy, template: null }
        return openingOf(this.state, node, policy, binds, this.now)
      }
      default:
        throw new Error('unknown command')
    }
  }
}

export { PLANNER }
