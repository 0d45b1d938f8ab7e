import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_TENANT, type EffectRow, type JsonObject, RedisKeys } from '@muster/core'
import { verifyLedger } from '@muster/ledger'
import { createArtifacts } from '@muster/runtime'
import type { StoreClient } from '@muster/store'
import { waitFor } from '@muster/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ANN, BOB, openSite, type Site, startMuster, type TestMuster } from '../support/muster.ts'
import { alive, type Running, startNode } from '../support/processes.ts'

describe('effects of agents on workers of their own', () => {
  let site: Site
  let muster: TestMuster
  const workers = new Map<string, Running>()

  const startWorker = async (id: string, project: string) => {
    workers.set(
      id,
      startNode('test/support/asking-worker.mjs', [id, site.storeUrl, muster.home, project, '0,1,2']),
    )
    const beats = () => muster.connection.client.exists(RedisKeys.workerBeat(id))
    await waitFor(async () => (await beats()) === 1, { timeoutMs: 20_000, everyMs: 25 })
  }
  const stopWorkers = async () => {
    const all = [...workers.values()]
    workers.clear()
    for (const worker of all) worker.kill('SIGTERM')
    await Promise.all(all.map((worker) => worker.ended))
  }
  const projectOf = (name: string): string => {
    const project = join(muster.home, name)
    mkdirSync(join(project, 'out'), { recursive: true })
    return project
  }
  const submit = (tier: number, plan: readonly JsonObject[], asks: readonly JsonObject[]) =>
    muster.submit(
      JSON.stringify({
        name: 'acting',
        stages: [
          {
            name: 'work',
            template: 'acting',
            config: { tier, inputs: { plan: { actions: plan }, asks }, retries: { max: 3, delay: '10ms' } },
          },
        ],
      }),
    )
  const marksOf = (project: string) => {
    try {
      return readFileSync(join(project, 'marks'), 'utf8').trim().split('\n').map(Number)
    } catch {
      return []
    }
  }
  const effectsOf = (run: string) => muster.ledger.effects(run)
  const answersOf = async (run: string) =>
    (await muster.stages(run)).get('work')?.outputs['answers'] as unknown as readonly JsonObject[]

  beforeAll(async () => {
    site = await openSite()
    muster = await startMuster(site, 0)
  })
  afterAll(async () => {
    for (const worker of workers.values()) worker.kill('SIGKILL')
    await muster?.stop()
    await site?.close()
  })

  const WRITE = { verb: 'file.write', target: 'out/a.txt' }

  test('what is planned is recorded, done and recorded again; a repeated key is answered from the record', async () => {
    const project = projectOf('granted')
    await startWorker('granted', project)
    const write = { ...WRITE, key: 'a', parameters: { content: 'hello' } }
    const { id } = await submit(
      2,
      [WRITE],
      [
        write,
        write,
        { ...write, target: 'out/b.txt', key: 'b' },
        { ...write, parameters: { content: 'other' } },
      ],
    )
    expect((await muster.ended(id)).status).toBe('succeeded')
    expect(readFileSync(join(project, 'out/a.txt'), 'utf8')).toBe('hello')
    expect(await answersOf(id)).toMatchObject([
      { decision: 'allow', effect: 1, ended: 'done', recorded: false },
      { decision: 'allow', effect: 1, ended: 'done', recorded: true },
      { decision: 'deny', code: 'plan' },
      { decision: 'deny', code: 'conflict' },
    ])
    const kinds = (await muster.entries(id)).map(({ cause }) => cause.kind)
    expect(kinds.filter((kind) => kind.startsWith('effect.'))).toEqual([
      'effect.intended',
      'effect.ended',
      'effect.denied',
    ])
    expect(await effectsOf(id)).toMatchObject([
      { number: 1, status: 'done', result: { bytes: 5 }, worker: 'granted' },
      { number: 2, status: 'denied', code: 'plan' },
    ])
    const text = JSON.stringify(await muster.ledger.entries(id, 0, 100))
    expect(text).not.toContain('"content"')
    expect((await verifyLedger(muster.ledger, [id])).broken).toEqual([])
  }, 40_000)

  test('the evidence of an agent lists its effects', async () => {
    const { id } = await submit(2, [WRITE], [{ ...WRITE, key: 'a', parameters: { content: 'hello' } }])
    expect((await muster.ended(id)).status).toBe('succeeded')
    const artifacts = createArtifacts(join(muster.home, 'artifacts'))
    const read = async (digest: string) => Buffer.from(await artifacts.get(digest)).toString()
    const manifest = JSON.parse(await read((await muster.stages(id)).get('work')?.manifest ?? ''))
    const file = manifest.files.find(({ path }: { path: string }) => path === 'effects.jsonl')
    const lines = (await read(`sha256:${file.sha256}`)).trim().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { kind: 'intent', effect: 1, verb: 'file.write', target: 'out/a.txt' },
      { kind: 'outcome', effect: 1, ended: 'done', result: { bytes: 5 } },
    ])
    const reported = (await muster.ledger.attempts(id)).find(({ phase }) => phase === 'REPORT')
    const { report = '', markdown = '' } = (reported?.record ?? {}) as { report?: string; markdown?: string }
    expect(JSON.parse(await read(report)).effects).toMatchObject([{ effect: 1, ended: 'done' }])
    expect(await read(markdown)).toContain('file.write out/a.txt: done')
  }, 40_000)

  test('below T2 nothing is changed', async () => {
    const { id } = await submit(1, [WRITE], [{ ...WRITE, key: 'a', parameters: { content: 'x' } }])
    expect((await muster.ended(id)).status).toBe('succeeded')
    expect(await answersOf(id)).toMatchObject([{ decision: 'deny', code: 'tier' }])
  }, 40_000)

  test('answers that are lost on their way are asked for again, and the effect happens once', async () => {
    await stopWorkers()
    const project = projectOf('lost')
    await startWorker('lost', project)
    const thief = muster.connection.duplicate()
    const stolen = stealOneOfEach(thief, RedisKeys.workerEffects('lost'), ['permitted', 'granted'])
    const { id } = await submit(2, [WRITE], [{ ...WRITE, key: 'a', parameters: { content: 'x' } }])
    expect((await muster.ended(id)).status).toBe('succeeded')
    expect(await stolen).toMatchObject([{ kind: 'permitted' }, { kind: 'granted', effect: 1 }])
    thief.disconnect()
    expect(await answersOf(id)).toMatchObject([{ decision: 'allow', recorded: false }])
    expect((await effectsOf(id)).map(({ status }) => status)).toEqual(['done'])
  }, 40_000)

  test('a worker killed between INTENT and OUTCOME leaves the effect unknown, and nobody repeats it until a person has settled it', async () => {
    await stopWorkers()
    const project = projectOf('killed')
    await startWorker('victim', project)
    const run = { verb: 'command.run', target: 'stubborn' }
    const { id } = await submit(2, [run], [{ ...run, key: 'once' }])
    const under = await waitFor(() => marksOf(project)[0], { timeoutMs: 20_000, everyMs: 10 })
    expect((await effectsOf(id)).map(({ status }) => status)).toEqual(['intended'])
    await startWorker('heir', project)
    workers.get('victim')?.kill('SIGKILL')
    await waitFor(() => !alive(under), { timeoutMs: 5_000, everyMs: 10 })

    expect((await muster.ended(id, 30_000)).status).toBe('failed')
    expect(marksOf(project)).toHaveLength(1)
    const [unknown, ...refused] = await effectsOf(id)
    expect(unknown).toMatchObject({ status: 'unknown', worker: 'victim', endedAt: expect.any(Number) })
    expect(refused).toMatchObject([{ status: 'denied', code: 'unknown', worker: 'heir' }])
    expect((await muster.stages(id)).get('work')?.reason).toMatch(
      /unknown whether effect 1, `command.run` on `stubborn`, happened/,
    )

    const settle = { tenant: DEFAULT_TENANT, run: id, stage: 'work', effect: 1, by: BOB, reason: 'I looked' }
    await muster.engine.settleEffect({ ...settle, happened: false })
    await expect(muster.engine.settleEffect({ ...settle, happened: true })).rejects.toMatchObject({
      code: 'MUSTER_EFFECT_KNOWN',
    })
    await muster.engine.retry({ tenant: DEFAULT_TENANT, run: id, by: ANN })
    expect((await muster.ended(id, 30_000)).status).toBe('succeeded')
    expect(marksOf(project)).toHaveLength(2)
    expect((await effectsOf(id)).map(({ status }: EffectRow) => status)).toEqual([
      'did_not_happen',
      'denied',
      'done',
    ])
    expect((await verifyLedger(muster.ledger, [id])).broken).toEqual([])
  }, 90_000)

  test('an agent in Python asks through the protocol, from inside its sandbox, and reaches nothing by itself', async () => {
    await stopWorkers()
    const project = projectOf('publishing')
    const examples = new URL('../../examples/agents/python/muster_agent.py', import.meta.url)
    copyFileSync(examples, join(project, 'muster_agent.py'))
    copyFileSync(new URL('../support/publisher.py', import.meta.url), join(project, 'publisher.py'))
    await startWorker('publishing', project)
    const { id } = await muster.submit(
      'name: publishing\nstages:\n  - { name: work, template: publishing }\n',
    )
    expect((await muster.ended(id, 30_000)).reason).toBe(null)
    expect(await answersOf(id)).toMatchObject([
      { decision: 'allow', effect: 1, ended: 'done', recorded: false },
      { decision: 'allow', effect: 1, ended: 'done', recorded: true },
      { decision: 'deny', code: 'plan' },
    ])
    expect((await muster.stages(id)).get('work')?.outputs['direct']).toBe('Read-only file system')
    expect(readdirSync(join(project, 'out'))).toEqual(['page.txt'])
  }, 60_000)

  test('an agent that is revoked has its effect killed, and the ledger holds nothing of it after that', async () => {
    await stopWorkers()
    const project = projectOf('revoked')
    await startWorker('revoked', project)
    const run = { verb: 'command.run', target: 'stubborn' }
    const { id } = await submit(2, [run], [{ ...run, key: 'once' }])
    const under = await waitFor(() => marksOf(project)[0], { timeoutMs: 20_000, everyMs: 10 })
    await muster.engine.revoke({ tenant: DEFAULT_TENANT, scope: 'run', id, by: BOB, reason: 'no' })
    await waitFor(() => !alive(under), { timeoutMs: 5_000, everyMs: 10 })
    expect((await muster.ended(id)).status).toBe('revoked')
    await stopWorkers()
    expect((await effectsOf(id)).map(({ status }) => status)).toEqual(['unknown'])
    const entries = await muster.entries(id)
    const at = entries.findIndex(({ cause }) => cause.kind === 'run.stopping')
    expect(entries.slice(at + 1)).toEqual([])
  }, 60_000)
})

/** Takes the first answer of each kind from a worker's list, in this order; any other goes back to whoever waits for it. */
async function stealOneOfEach(
  thief: Pick<StoreClient, 'blpop' | 'lpush'>,
  list: string,
  kinds: readonly string[],
): Promise<readonly object[]> {
  const stolen: object[] = []
  while (stolen.length < kinds.length) {
    const [, text = '{}'] = (await thief.blpop(list, 30)) ?? []
    const answer = JSON.parse(text) as { readonly kind?: string }
    if (answer.kind === kinds[stolen.length]) stolen.push(answer)
    else if (answer.kind === undefined) throw new Error('no answer came')
    else await thief.lpush(list, text)
  }
  return stolen
}
