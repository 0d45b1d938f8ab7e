import { type Entry, type Ledger, openEntry } from '@muster/core'

const PAGE = 1_000

/** Every entry of a run, in order. */
export async function readEntries(ledger: Pick<Ledger, 'entries'>, run: string): Promise<readonly Entry[]> {
  const entries: Entry[] = []
  for (;;) {
    const page = await ledger.entries(run, entries.length, PAGE)
    for (const { body } of page) entries.push(openEntry(body))
    if (page.length < PAGE) return entries
  }
}
