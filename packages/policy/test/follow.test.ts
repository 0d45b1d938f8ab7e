import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPolicy, type PolicyKeeper } from '@muster/policy'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

const OWN =
  '// Not here.\n@id("nobody-reads")\nforbid (principal, action == Action::"ledger.read", resource);\n'
const NOTHING = async () => []
const READS = {
  tenant: 'default',
  action: 'ledger.read',
  principal: { kind: 'person', name: 'olga', roles: ['owner'] },
  resource: { type: 'tenant' },
  context: {},
} as const

let directory = ''
let file = ''
let policy: PolicyKeeper
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'muster-follow-'))
  file = join(directory, 'own.cedar')
})
afterAll(() => rm(directory, { recursive: true }))
beforeEach(async () => {
  await writeFile(file, '// none')
  policy = await openPolicy(directory)
})

test('what was read anew decides nothing before it is followed, and says what it would change', async () => {
  const before = policy.digest
  await writeFile(file, OWN)
  const read = await policy.read()
  expect(read.changes).toBe('adds `nobody-reads`')
  expect([policy.digest, policy.running(), policy.decide(READS).allow]).toEqual([before, before, true])
  expect(await policy.follow(read.digest, NOTHING)).toBe(true)
  expect([policy.digest, policy.running()]).toEqual([read.digest, read.digest])
  expect(policy.decide(READS)).toMatchObject({ allow: false, because: ['nobody-reads'] })
  await writeFile(file, OWN.replace('principal,', 'principal is Person,'))
  expect((await policy.read()).changes).toBe('changes `nobody-reads`')
  await writeFile(file, '// none')
  expect((await policy.read()).changes).toBe('takes away `nobody-reads`')
})

test('a process that has neither the files nor the texts of what is in force denies everything until it has', async () => {
  const other = await openPolicy(directory)
  await writeFile(file, OWN)
  const { digest, texts } = await other.read()
  await writeFile(file, '// none')
  const broken = async () => {
    throw new Error('the store is away')
  }
  for (const load of [NOTHING, broken, async () => [{ file: 'x', text: 'permit' }]]) {
    expect(await policy.follow(digest, load)).toBe(false)
    expect([policy.digest, policy.running()]).toEqual([digest, null])
    expect(policy.decide(READS)).toMatchObject({ allow: false, digest, because: [] })
    expect(policy.explain(READS).decision.allow).toBe(false)
  }
  expect(await policy.follow(digest, async () => texts)).toBe(true)
  expect(policy.decide(READS).because).toEqual(['nobody-reads'])
  expect(policy.set().policies.find(({ id }) => id === 'nobody-reads')?.why).toBe('Not here.')
})

test('files that appear later are enough', async () => {
  const other = await openPolicy(directory)
  await writeFile(file, OWN)
  const { digest } = await other.read()
  await writeFile(file, '// none')
  expect(await policy.follow(digest, NOTHING)).toBe(false)
  await writeFile(file, OWN)
  expect(await policy.follow(digest, NOTHING)).toBe(true)
})
