import { checkEntry, GENESIS, type VerifyAnswer } from '@muster/core'
import type { AuditLedger } from './create-ledger.ts'

const PAGE = 1_000

interface Break {
  readonly run: string
  readonly seq: number
  readonly problem: string
}

interface Checked {
  readonly entries: number
  readonly trimmed: boolean
  readonly broken: Break | null
}

/** Follows one chain to its head. A run may grow meanwhile: its row is read after its entries, and again until they meet. */
async function verifyRun(ledger: AuditLedger, run: string): Promise<Checked> {
  let seq = 0
  let hash = GENESIS
  let claimed = 0
  const broken = (at: number, problem: string): Checked => ({
    entries: seq,
    trimmed: false,
    broken: { run, seq: at, problem },
  })
  for (;;) {
    const page = await ledger.entries(run, seq, PAGE)
    for (const entry of page) {
      const problem = checkEntry(entry, hash, seq + 1)
      if (problem !== null) return broken(seq + 1, problem)
      seq = entry.seq
      hash = entry.hash
    }
    if (page.length === PAGE) continue
    if (seq < claimed) return broken(seq + 1, 'is missing')
    const head = await ledger.head(run)
    if (head === null) return broken(1, 'belongs to a run that does not exist')
    if (head.trimmedAt !== null) {
      // Read again: it may have been trimmed between two pages.
      const [left] = await ledger.entries(run, 0, 1)
      if (left !== undefined) return broken(left.seq, 'is there although its run was trimmed')
      return { entries: 0, trimmed: true, broken: null }
    }
    if (head.seq < seq) return broken(head.seq + 1, 'is newer than its run')
    if (head.seq === seq)
      return head.head === hash
        ? { entries: seq, trimmed: false, broken: null }
        : broken(seq, 'is not what its run ends with')
    claimed = head.seq
  }
}

/** Ids given, or those of every run, a page at a time. */
async function* idsOf(ledger: AuditLedger, runIds: readonly string[] | null): AsyncGenerator<string> {
  if (runIds !== null) return yield* runIds
  let page = await ledger.runIds('', PAGE)
  while (page.length > 0) {
    yield* page
    page = await ledger.runIds(page.at(-1) ?? '', PAGE)
  }
}

/** Checks the hash chains of these runs, or of all runs of all tenants when null, against their entries and heads. */
export async function verifyLedger(
  ledger: AuditLedger,
  runIds: readonly string[] | null,
): Promise<VerifyAnswer> {
  let runs = 0
  let entries = 0
  let trimmed = 0
  const broken: Break[] = []
  for await (const run of idsOf(ledger, runIds)) {
    const checked = await verifyRun(ledger, run)
    runs += 1
    entries += checked.entries
    if (checked.trimmed) trimmed += 1
    if (checked.broken !== null) broken.push(checked.broken)
  }
  return { runs, entries, trimmed, broken }
}
