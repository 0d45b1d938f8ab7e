import type { GateEvidence } from '@muster/core'

const NOW = 1_800_000_000_000

/** What is shown of a gate of a plan in its second round, with every text that an agent or a person has a hand in. */
export function anEvidence(text: string, change: Partial<GateEvidence> = {}): GateEvidence {
  const action = { verb: text, target: text, more: text }
  const consequence = { starts: [], again: [], skips: [], fails: [], cancels: [], run: 'running' } as const
  const spent = { errors: 0, kinds: {}, attempts: {}, wallMs: 1, outputBytes: 0, tokens: 3, cost: 0 }
  return {
    digest: `sha256:${'4'.repeat(64)}`,
    gate: 'r1.apply',
    run: 'r1',
    stage: 'apply',
    round: 2,
    about: 'plan',
    message: text,
    verdict: null,
    binds: null,
    changed: [text],
    tier: 2,
    plan: { digest: 'sha256:p', plan: { summary: text, actions: [action] } },
    difference: {
      to: { round: 1 },
      plans: { added: [action], removed: [action], changed: [{ before: action, after: action }], same: 2 },
    },
    needs: {
      look: { status: 'succeeded', outputs: { [text.slice(0, 20)]: text, list: [text] }, manifest: null },
    },
    effects: {
      declared: [],
      asked: [
        {
          number: 1,
          stage: 'look',
          askedAt: NOW,
          standing: { status: 'denied', code: 'plan', reason: text },
          asked: {
            id: 'e',
            key: text,
            verb: text,
            target: text,
            digest: 'd',
            bytes: 1,
            phase: 'PLAN',
            attempt: 1,
            fence: 1,
            worker: 'w1',
            holder: 'h',
          },
        },
      ],
    },
    spent: {
      stage: { limits: null, spent, total: spent, clarification: null },
      run: { tokens: 3, cost: 0, errors: 0, wallMs: 1 },
    },
    answers: {
      approved: { ...consequence, starts: ['apply'] },
      rejected: { ...consequence, fails: ['apply'], run: 'failed' },
      sent_back: { ...consequence, again: ['apply'] },
      expired: { ...consequence, fails: ['apply'], run: 'failed' },
    },
    deadline: {
      at: NOW + 60_000,
      then: 'reject',
      escalatesTo: [],
      next: { at: NOW + 60_000, fires: 'gate.expired' },
    },
    who: {
      approvers: ['ada', 'role:owner'],
      needs: { approvals: 2, people: 2, agents: 0, delayMs: 0 },
      authorMay: false,
      publishers: {},
      author: { kind: 'person', name: text, roles: ['owner'] },
      vetoes: [],
      votes: [
        {
          voter: { kind: 'person', name: text, roles: [] },
          as: 'role:owner',
          decision: 'abstain',
          comment: text,
          at: NOW,
        },
      ],
      waitingFor: ['ada', 'role:owner'],
      you: { may: true, as: 'ada' },
    },
    sendBack: { left: 2, to: ['apply'] },
    form: {
      window: { type: 'string', description: text, required: true, default: text, enum: null, pattern: null },
      hours: {
        type: 'integer',
        description: null,
        required: false,
        default: undefined,
        enum: null,
        pattern: null,
      },
      region: {
        type: 'string',
        description: null,
        required: false,
        default: 'a',
        enum: ['a', text],
        pattern: null,
      },
      dry: { type: 'boolean', description: null, required: false, default: true, enum: null, pattern: null },
      hosts: { type: 'list', description: null, required: false, default: [text], enum: null, pattern: null },
    },
    ...change,
  }
}
