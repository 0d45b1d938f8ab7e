import {
  type AttemptRow,
  type EffectRow,
  type Entry,
  type GateRow,
  GENESIS,
  type Graph,
  type Ledger,
  type RunRow,
  type SealedEntry,
  type SessionRow,
  type StageRow,
  sealEntry,
  type TokenRow,
  type VoteRow,
} from '@muster/core'

interface MemoryRun {
  row: RunRow
  graph: Graph
  stages: StageRow[]
  attempts: AttemptRow[]
  gates: GateRow[]
  votes: VoteRow[]
  effects?: EffectRow[]
  entries: SealedEntry[]
}

export interface MemoryLedger extends Ledger {
  readonly kept: Map<string, MemoryRun>
  put(run: Omit<MemoryRun, 'entries'>): void
  append(run: string, entry: Omit<Entry, 'run' | 'seq'>, change?: Partial<RunRow>): void
}

function absent(): never {
  throw new Error('the dashboard only reads')
}

/** A gate's place among those that wait; times of tests have as many digits. */
function placeOf({ openedAt, run, stage }: Pick<GateRow, 'openedAt' | 'run' | 'stage'>): string {
  return `${openedAt} ${run} ${stage}`
}

function votesOf({ stage, round }: GateRow, votes: readonly VoteRow[]): readonly VoteRow[] {
  return votes.filter((vote) => vote.stage === stage && vote.round === round)
}

/** A ledger of maps: what the dashboard may read, and nothing it could write with. */
export function memoryLedger(): MemoryLedger {
  const kept = new Map<string, MemoryRun>()
  const tokens: TokenRow[] = []
  const sessions = new Map<string, SessionRow>()
  const all = () => [...kept.values()]
  const moves: string[] = []
  const ledger: MemoryLedger = {
    kept,
    of: () => ledger,
    put: (run) => void kept.set(run.row.id, { ...run, entries: [] }),
    append(id, entry, change = {}) {
      const run = kept.get(id)
      if (run === undefined) throw new Error(`no run ${id}`)
      const seq = run.entries.length + 1
      const prev = run.entries.at(-1)?.hash ?? GENESIS
      const sealed = sealEntry(run.row.tenant, prev, { run: id, seq, ...entry })
      run.entries.push(sealed)
      run.row = { ...run.row, ...change, seq, head: sealed.hash }
      moves.push(id)
    },
    transaction: absent,
    write: absent,
    revoke: absent,
    revocations: absent,
    noteShown: absent,
    refuse: absent,
    publish: absent,
    templates: absent,
    refusals: absent,
    register: absent,
    attention: async () => ({ recent: 0, inMinute: 0, shownAt: null }),
    approvals: absent,
    clearOutbox: absent,
    staleOutbox: absent,
    inFlight: absent,
    due: absent,
    takeNotices: absent,
    settleNotice: absent,
    held: absent,
    usage: absent,
    count: absent,
    counted: async () => ({
      minutes: [],
      gates: { open: 0, medianAt: null, oldestAt: null },
      running: all().filter(({ row }) => row.status === 'running').length,
    }),
    about: async () => ({ name: 'a ledger in memory' }),
    async changes({ tenant, project }, since, limit) {
      const from = /^m(\d+)$/.exec(since ?? '')?.[1]
      const after = Number(from ?? 0)
      const runs = [...new Set(moves.slice(after))]
        .map((id) => ({ id, position: `m${moves.lastIndexOf(id)}` }))
        .filter(({ id }) => {
          const row = kept.get(id)?.row
          return row?.tenant === tenant && (project === null || row.project === project)
        })
        .toSorted((a, b) => moves.lastIndexOf(a.id) - moves.lastIndexOf(b.id))
      return {
        position: `m${moves.length}`,
        runs: from === undefined || runs.length > limit ? null : runs,
        links: 0,
      }
    },
    search: absent,
    views: absent,
    saveView: absent,
    dropView: absent,
    openRuns: absent,
    anyRun: absent,
    trim: absent,
    reclaim: absent,
    oldestKept: absent,
    tenants: absent,
    createTenant: absent,
    createProject: absent,
    signingKeys: absent,
    addWebhook: absent,
    removeWebhook: absent,
    webhooks: absent,
    webhook: absent,
    sealWebhooks: absent,
    async addToken(row) {
      tokens.push(row)
    },
    async revokeToken({ id, at }) {
      const index = tokens.findIndex((one) => one.id === id && one.revokedAt === null)
      const row = tokens[index]
      if (row !== undefined) tokens[index] = { ...row, revokedAt: at }
      return row !== undefined
    },
    tokens: async (tenant) => tokens.filter((row) => row.tenant === tenant),
    token: async (hash) => tokens.find((row) => row.hash === hash) ?? null,
    useToken: async () => {},
    async addSession(row) {
      sessions.set(row.hash, row)
    },
    async session(hash) {
      const row = sessions.get(hash) ?? null
      const token = tokens.find(({ id }) => id === row?.credential)
      return token?.revokedAt == null ? row : null
    },
    async useSession({ hash, at }) {
      const row = sessions.get(hash)
      if (row !== undefined) sessions.set(hash, { ...row, seenAt: at })
    },
    async endSession({ hash }) {
      sessions.delete(hash)
    },
    migrate: absent,
    close: absent,
    async runs({ tenant, status, limit, before, pipeline }) {
      const found = all()
        .map((run) => run.row)
        .filter((row) => row.tenant === tenant && (status === undefined || row.status === status))
        .filter((row) => pipeline === undefined || row.pipeline === pipeline)
        .toSorted((a, b) => b.submittedAt - a.submittedAt)
      const from = before === undefined ? 0 : found.findIndex((row) => row.id === before) + 1
      return found.slice(from, from + limit)
    },
    run: async (tenant, id) => {
      const row = kept.get(id)?.row
      return row?.tenant === tenant ? row : null
    },
    graph: async (id) => kept.get(id)?.graph ?? absent(),
    stages: async (id) => kept.get(id)?.stages ?? [],
    attempts: async (id) => kept.get(id)?.attempts ?? [],
    votes: async (id) => kept.get(id)?.votes ?? [],
    effects: async (id) => kept.get(id)?.effects ?? [],
    gates: async ({ run }) => kept.get(run)?.gates ?? [],
    openGates: async ({ tenant, project, run: only, after, limit }) =>
      all()
        .filter(({ row }) => row.tenant === tenant && row.project === (project ?? row.project))
        .flatMap(({ row: { by, pipeline, version }, gates, votes }) =>
          gates
            .filter(({ run, verdict }) => verdict === null && run === (only ?? run))
            .map((gate) => ({ gate, votes: votesOf(gate, votes), by, pipeline, version })),
        )
        .filter(({ gate }) => after === undefined || placeOf(gate) > placeOf(after))
        .toSorted((a, b) => (placeOf(a.gate) < placeOf(b.gate) ? -1 : 1))
        .slice(0, limit),
    entries: async (id, afterSeq, limit) =>
      (kept.get(id)?.entries ?? []).filter((entry) => entry.seq > afterSeq).slice(0, limit),
  }
  return ledger
}
