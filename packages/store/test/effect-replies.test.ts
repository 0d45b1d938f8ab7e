import { type EffectAsk, type EffectReply, type EffectReport, RedisKeys } from '@muster/core'
import { waitFor } from '@muster/testing'
import { expect, test } from 'vitest'
import { createDispatch, createEffectReplies, createOutcomes, createOutcomeWriter } from '../src/index.ts'
import { describeStores, newRun, outcomeOf, quiet, sealed, SEALS } from './stores.ts'

function askOf(run: string): EffectAsk {
  return {
    run,
    stage: 'a',
    id: 'i',
    key: 'k',
    verb: 'file.write',
    target: '/x',
    digest: 'sha256:0',
    bytes: 1,
    phase: 'EXECUTE',
    attempt: 1,
    fence: 1,
    worker: 'w',
    holder: 'h',
  }
}

function reportOf(run: string): EffectReport {
  const times = { startedAt: 1, finishedAt: 2 }
  const rest = {
    fence: 1,
    worker: 'w',
    holder: 'h',
    id: 'i',
    ended: 'done',
    reason: null,
    result: {},
  } as const
  return { run, stage: 'a', ...rest, ...times }
}

describeStores('effects', (store) => {
  test('what workers tell of effects comes in the order in which it was told, between outcomes', async () => {
    const connection = await store.open()
    const outcomes = createOutcomes(connection, newRun(), SEALS)
    const append = createOutcomeWriter(connection, SEALS)
    const run = newRun()
    await outcomes.read(1, 0)
    const told = [askOf(run), reportOf(run), outcomeOf(run, 'a')]
    await Promise.all(told.map(append))
    const deliveries = await outcomes.read(10, 0)
    expect(deliveries.flatMap(({ messages }) => messages)).toEqual(told)
    await outcomes.acknowledge(deliveries.map(({ id }) => id))
    await outcomes.close()
  })

  test('a request or a report that nobody can read is dropped, and others are not', async () => {
    const connection = await store.open()
    const outcomes = createOutcomes(connection, newRun(), SEALS, quiet)
    const run = newRun()
    await outcomes.read(1, 0)
    const ask = JSON.stringify(askOf(run))
    const report = JSON.stringify(reportOf(run))
    const bad = [
      ['effect', ask.replace('"id":"i"', '"id":""')],
      ['effect', ask.replace('"bytes":1', '"bytes":null')],
      ['ended', report.replace('"done"', '"perhaps"')],
      ['ended', report.replace('"result":{}', '"result":[]')],
      ['ended', ask],
    ] as const
    for (const [field, text] of bad)
      await connection.client.xadd(RedisKeys.outcomes, '*', ...sealed(field, text))
    await connection.client.xadd(RedisKeys.outcomes, '*', ...sealed('effect', ask))
    const deliveries = await outcomes.read(100, 0)
    expect(deliveries.flatMap(({ messages }) => messages)).toEqual([askOf(run)])
    await outcomes.acknowledge(deliveries.map(({ id }) => id))
    await outcomes.close()
  })

  test('each answer reaches its worker, also one that was given before the worker listened', async () => {
    const connection = await store.open()
    const dispatch = createDispatch(connection)
    const [one, two] = [newRun(), newRun()]
    const heard: string[] = []
    const listen = (worker: string) =>
      createEffectReplies(connection, worker, (reply) => void heard.push(`${worker} ${reply.id}`), quiet)
    const reply = (id: string): EffectReply => ({ id, kind: 'granted', effect: 1 })
    await dispatch.answer([
      { worker: one, reply: reply('a') },
      { worker: two, reply: reply('b') },
      { worker: one, reply: reply('c') },
    ])
    const listening = [listen(one), listen(two)]
    for (const each of listening) each.listen()
    await waitFor(() => heard.length === 3)
    expect(heard.toSorted()).toEqual([`${one} a`, `${one} c`, `${two} b`].toSorted())
    await dispatch.answer([{ worker: one, reply: reply('d') }])
    await waitFor(() => heard.includes(`${one} d`))
    for (const each of listening) each.close()
    await dispatch.close()
  })

  test('answers that nobody takes go away', async () => {
    const connection = await store.open()
    const dispatch = createDispatch(connection)
    const worker = newRun()
    await dispatch.answer([{ worker, reply: { id: 'a', kind: 'granted', effect: 1 } }])
    expect(await connection.client.pttl(RedisKeys.workerEffects(worker))).toBeGreaterThan(0)
    await dispatch.close()
  })
})
