import { checkEntry, checkRevocation, GENESIS, openRefusal, type VerifyAnswer } from '@muster/core'
import type { AuditReads } from './create-ledger.ts'

const PAGE = 1_000

interface Break {
  readonly run: string
  readonly seq: number
  readonly problem: string
}

const NOTHING = { links: 0, broken: [] }

interface Checked {
  readonly entries: number
  readonly trimmed: boolean
  readonly broken: Break | null
}

/** Follows one chain to its head. A run may grow meanwhile: its row is read after its entries, and again until they meet. */
async function verifyRun(ledger: AuditReads, run: string): Promise<Checked> {
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
async function* idsOf(ledger: AuditReads, runIds: readonly string[] | null): AsyncGenerator<string> {
  if (runIds !== null) return yield* runIds
  let page = await ledger.runIds('', PAGE)
  while (page.length > 0) {
    yield* page
    page = await ledger.runIds(page.at(-1) ?? '', PAGE)
  }
}

/** Follows the chain of revocations of each tenant to its head; answers how many links there are, and what is broken. */
async function verifyRevocations(
  ledger: AuditReads,
): Promise<{ readonly links: number; readonly broken: readonly Break[] }> {
  // The heads first: a link may be appended meanwhile.
  const heads = await ledger.tenantHeads()
  const links = await ledger.revocations(new Map())
  const broken = heads.flatMap(({ tenant, seq, hash }): readonly Break[] => {
    const run = `revocations of ${tenant}`
    const chain = links.filter((link) => link.tenant === tenant)
    let prev = GENESIS
    for (const [index, link] of chain.entries()) {
      const problem = checkRevocation(link, prev, index + 1)
      if (problem !== null) return [{ run, seq: index + 1, problem }]
      prev = link.hash
    }
    if (chain.length < seq) return [{ run, seq: chain.length + 1, problem: 'is missing' }]
    const last = seq === 0 ? GENESIS : chain[seq - 1]?.hash
    return last === hash ? [] : [{ run, seq, problem: 'is not what its tenant ends with' }]
  })
  return { links: links.length, broken }
}

/** Follows the chain of refusals of each tenant back from its head. */
async function verifyRefusals(
  ledger: AuditReads,
): Promise<{ readonly links: number; readonly broken: readonly Break[] }> {
  const broken: Break[] = []
  let links = 0
  for (const { tenant, seq: newest, hash: head } of await ledger.refusalHeads()) {
    let [seq, hash] = [newest, head]
    let problem: string | null = null
    while (seq > 0 && problem === null) {
      const page = await ledger.refusals(tenant, seq + 1, PAGE)
      if (page.length === 0) problem = 'is missing'
      for (const link of page) {
        const { prev } = openRefusal(link.body)
        problem = link.hash === hash ? checkRevocation(link, prev, seq) : 'is not what the chain goes on from'
        if (problem !== null) break
        links += 1
        seq -= 1
        hash = prev
      }
    }
    if (problem === null && hash !== GENESIS) problem = 'is missing'
    if (problem !== null) broken.push({ run: `refusals of ${tenant}`, seq, problem })
  }
  return { links, broken }
}

/**
 * Checks the hash chains of these runs, or when null of all runs that `ledger` sees and of what is revoked and
 * what was refused, against their entries and heads.
 */
export async function verifyLedger(
  ledger: AuditReads,
  runIds: readonly string[] | null,
): Promise<VerifyAnswer> {
  let runs = 0
  let entries = 0
  let trimmed = 0
  const broken: Break[] = []
  const revoked = runIds === null ? await verifyRevocations(ledger) : NOTHING
  const refused = runIds === null ? await verifyRefusals(ledger) : NOTHING
  for await (const run of idsOf(ledger, runIds)) {
    const checked = await verifyRun(ledger, run)
    runs += 1
    entries += checked.entries
    if (checked.trimmed) trimmed += 1
    if (checked.broken !== null) broken.push(checked.broken)
  }
  broken.push(...revoked.broken, ...refused.broken)
  return { runs, entries, trimmed, revocations: revoked.links, refusals: refused.links, broken }
}
