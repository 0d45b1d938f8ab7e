import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLedger, openPgliteLedger } from '@muster/ledger'
import { aRunWithEntries, describeLedger } from '@muster/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'muster-ledger-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

describeLedger('PGlite in memory', () => openPgliteLedger(null))
describeLedger('PGlite on disk', () => openPgliteLedger(join(root, 'below', 'ledger')))

test('what was committed is there when the directory is opened again', async () => {
  const config = { url: null, directory: join(root, 'again') }
  const { row, commit } = aRunWithEntries(2)
  const before = await openLedger(config)
  await before.migrate()
  await before.transaction((tx) => tx.write(commit))
  await before.close()
  await before.close()
  const after = await openLedger(config)
  await after.migrate()
  expect(await after.run(row.tenant, row.id)).toEqual(row)
  expect(await after.entries(row.id, 0, 10)).toEqual(commit.entries)
  await after.close()
}, 120_000)

test('a first start that was killed half way does not stop the next one', async () => {
  const directory = join(root, 'killed')
  await mkdir(join(`${directory}.new`, 'base'), { recursive: true })
  await writeFile(join(`${directory}.new`, 'PG_VERSION'), '17')
  const ledger = await openPgliteLedger(directory)
  await ledger.migrate()
  expect(await ledger.openRuns()).toEqual([])
  await ledger.close()
}, 120_000)
