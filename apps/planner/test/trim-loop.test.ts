import { mkdtemp, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Service } from '@muster/core'
import { type AuditLedger, openPgliteLedger } from '@muster/ledger'
import { createArtifacts } from '@muster/runtime'
import { aRunWithEntries, waitFor } from '@muster/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTrimLoop } from '../src/trim-loop.ts'

const DAY = 24 * 60 * 60_000
const NOW = 100 * DAY
const KEEP = 10 * DAY

let home: string
let ledger: AuditLedger
let loop: Service | null = null
const told: string[] = []
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'muster-trim-'))
  ledger = await openPgliteLedger(null)
  await ledger.migrate()
  told.length = 0
})
afterEach(async () => {
  await loop?.stop()
  await ledger.close()
  await rm(home, { recursive: true })
})

async function start(): Promise<void> {
  const say = (_: object, message: string) => void told.push(message)
  const log = { debug: say, info: say, warn: say, error: say }
  loop = createTrimLoop({ ledger, artifacts: createArtifacts(home), clock: () => NOW, log }, KEEP)
  await loop.start()
}

async function aRunThat(times: { readonly submittedAt: number; readonly finishedAt: number | null }) {
  const status = times.finishedAt === null ? 'running' : 'succeeded'
  const { row, commit } = aRunWithEntries(1, { status, ...times })
  await ledger.write(commit)
  return row.id
}

async function anArtifactOf(at: number): Promise<string> {
  const digest = await createArtifacts(home).put(`stored ${at}`)
  const hex = digest.slice('sha256:'.length)
  await utimes(join(home, hex.slice(0, 2), hex), at / 1_000, at / 1_000)
  return digest
}

const isThere = (digest: string) =>
  createArtifacts(home)
    .get(digest)
    .then(
      () => true,
      () => false,
    )
const trimmedAt = async (run: string) => (await ledger.run('default', run))?.trimmedAt

test('runs that ended long enough ago are trimmed, however many there are; others are not', async () => {
  const old = await Promise.all(
    [1, 2, 3].map((day) => aRunThat({ submittedAt: day * DAY, finishedAt: day * DAY + 1 })),
  )
  const young = await aRunThat({ submittedAt: DAY, finishedAt: NOW - KEEP })
  await start()
  await waitFor(async () => (await Promise.all(old.map(trimmedAt))).every((at) => at === NOW))
  expect(await trimmedAt(young)).toBeNull()
})

test('artifacts older by a day than every kept run go, those that a kept run may name stay', async () => {
  await aRunThat({ submittedAt: 20 * DAY, finishedAt: 21 * DAY })
  await aRunThat({ submittedAt: 50 * DAY, finishedAt: null })
  const gone = await anArtifactOf(48 * DAY)
  const kept = [await anArtifactOf(50 * DAY), await anArtifactOf(49.5 * DAY), await anArtifactOf(NOW)]
  await start()
  await waitFor(async () => !(await isThere(gone)))
  await loop?.stop()
  expect(await Promise.all(kept.map(isThere))).toEqual([true, true, true])
  expect(told).toEqual(['trimmed runs that ended long ago', 'deleted artifacts of trimmed runs'])
})

test('where no run is left, artifacts are kept as long as a run would be', async () => {
  const gone = await anArtifactOf(NOW - KEEP - 2 * DAY)
  const kept = await anArtifactOf(NOW - KEEP)
  await start()
  await waitFor(async () => !(await isThere(gone)))
  await loop?.stop()
  expect(await isThere(kept)).toBe(true)
})
