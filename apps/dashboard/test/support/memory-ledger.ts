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

/** A ledger of maps: what the dashboard may read, and nothing it could write with. */
export function memoryLedger(): MemoryLedger {
  const kept = new Map<string, MemoryRun>()
  const tokens: TokenRow[] = []
  const sessions = new Map<string, SessionRow>()
  const all = () => [...kept.values()]
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
    },
    transaction: absent,
    write: absent,
    revoke: absent,
    revocations: absent,
    refuse: absent,
    refusals: absent,
    clearOutbox: absent,
    staleOutbox: absent,
    inFlight: absent,
    due: absent,
    takeNotices: absent,
    settleNotice: absent,
    held: absent,
    usage: absent,
    openRuns: absent,
    anyRun: absent,
    trim: absent,
    reclaim: absent,
    oldestKept: absent,
    tenants: absent,
    createTenant: absent,
    createProject: absent,
    signingKeys: absent,
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
    async runs({ tenant, status, limit, before }) {
      const found = all()
        .map((run) => run.row)
        .filter((row) => row.tenant === tenant && (status === undefined || row.status === status))
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
    gates: async (of) =>
      'run' in of
        ? (kept.get(of.run)?.gates ?? [])
        : all()
            .filter(({ row }) => row.tenant === of.tenant)
            .flatMap((run) => run.gates.filter((gate) => gate.verdict === null)),
    entries: async (id, afterSeq, limit) =>
      (kept.get(id)?.entries ?? []).filter((entry) => entry.seq > afterSeq).slice(0, limit),
  }
  return ledger
}
