import { type OutcomeDelivery, RedisKeys } from '@muster/core'
import { waitFor } from '@muster/testing'
import { expect, test } from 'vitest'
import { createOutcomes, createOutcomeWriter } from '../src/index.ts'
import { describeStores, newRun, outcomeOf, sealed, SEALS } from './stores.ts'

describeStores('outcomes', (store) => {
  const stages = (deliveries: readonly OutcomeDelivery[], run: string) =>
    deliveries
      .flatMap(({ messages }) => messages)
      .filter((message) => message.run === run)
      .map(({ stage }) => stage)

  test('each outcome goes to one planner, in order, and is gone once settled', async () => {
    const connection = await store.open()
    const one = createOutcomes(connection, newRun(), SEALS)
    const two = createOutcomes(connection, newRun(), SEALS)
    const run = newRun()
    await one.read(1, 0)
    for (const stage of ['a', 'b', 'c']) await createOutcomeWriter(connection, SEALS)(outcomeOf(run, stage))
    const first = await one.read(2, 0)
    const second = await two.read(10, 0)
    expect(stages(first, run)).toEqual(['a', 'b'])
    expect(stages(second, run)).toEqual(['c'])
    const tail = await one.tail()
    expect(tail).toBe(second.at(-1)?.id)
    await two.acknowledge(second.map(({ id }) => id))
    expect(await one.settledThrough(tail)).toBe(false)
    await one.acknowledge(first.map(({ id }) => id))
    expect(await one.settledThrough(tail)).toBe(true)
    expect(await one.tail()).toBe(tail)
    expect(await two.read(10, 0)).toEqual([])
    await Promise.all([one.close(), two.close()])
  })

  test('outcomes that come while others are on their way travel together, in order', async () => {
    const connection = await store.open()
    const outcomes = createOutcomes(connection, newRun(), SEALS)
    const append = createOutcomeWriter(connection, SEALS)
    const run = newRun()
    await outcomes.read(1, 0)
    const names = Array.from({ length: 70 }, (_, index) => `s${index}`)
    const ids = await Promise.all(names.map((stage) => append(outcomeOf(run, stage))))
    const deliveries = await outcomes.read(100, 0)
    expect(stages(deliveries, run)).toEqual(names)
    expect(deliveries.map(({ messages }) => messages.length)).toEqual([1, 32, 32, 5])
    expect(new Set(ids)).toEqual(new Set(deliveries.map(({ id }) => id)))
    await outcomes.acknowledge(deliveries.map(({ id }) => id))
    await outcomes.close()
  })

  test('a planner that waits hears an outcome as it comes', async () => {
    const connection = await store.open()
    const outcomes = createOutcomes(connection, newRun(), SEALS)
    const run = newRun()
    await outcomes.read(1, 0)
    const reading = outcomes.read(10, 5_000)
    await createOutcomeWriter(connection, SEALS)(outcomeOf(run, 'late'))
    const deliveries = await reading
    expect(stages(deliveries, run)).toEqual(['late'])
    await outcomes.acknowledge(deliveries.map(({ id }) => id))
    await outcomes.close()
  })

  test('what a dead planner left is taken over after ten seconds', async () => {
    const connection = await store.open()
    const run = newRun()
    const dead = createOutcomes(connection, newRun(), SEALS)
    await dead.read(1, 0)
    await createOutcomeWriter(connection, SEALS)(outcomeOf(run, 'left'))
    const [left] = await dead.read(10, 0)
    await dead.close()
    const living = createOutcomes(connection, newRun(), SEALS)
    expect(await living.read(10, 0)).toEqual([])
    const started = performance.now()
    const [taken] = await waitFor(
      async () => {
        const deliveries = await living.read(10, 200)
        return deliveries.length > 0 ? deliveries : null
      },
      { timeoutMs: 20_000 },
    )
    expect(taken).toEqual(left)
    expect(performance.now() - started).toBeGreaterThan(8_000)
    await living.acknowledge([taken?.id ?? ''])
    await living.close()
  })

  test('an entry that nobody can read is dropped and told, and stops no other', async () => {
    const connection = await store.open()
    const told: object[] = []
    const log = { debug() {}, info() {}, warn: (facts: object) => told.push(facts), error() {} }
    const outcomes = createOutcomes(connection, newRun(), SEALS, log)
    const run = newRun()
    await outcomes.read(1, 0)
    const good = JSON.stringify(outcomeOf(run, 'good'))
    const bad = [
      '{',
      'null',
      '[]',
      '"text"',
      '{}',
      good.replace('"fence":1', '"fence":"1"'),
      good.replace('succeeded', 'won'),
    ]
    for (const text of bad) await connection.client.xadd(RedisKeys.outcomes, '*', ...sealed('outcome', text))
    await connection.client.xadd(RedisKeys.outcomes, '*', ...sealed('else', good))
    await connection.client.xadd(RedisKeys.outcomes, '*', ...sealed('outcome', '{', 'outcome', good))
    await connection.client.xadd(RedisKeys.outcomes, '*', ...sealed('outcome', good))
    const deliveries = await outcomes.read(100, 0)
    expect(stages(deliveries, run)).toEqual(['good', 'good'])
    expect(told).toEqual([{ ids: expect.toSatisfy((ids: string[]) => ids.length === bad.length + 2) }])
    await outcomes.acknowledge(deliveries.map(({ id }) => id))
    expect(await outcomes.settledThrough(await outcomes.tail())).toBe(true)
    await outcomes.close()
  })

  test('what no worker sealed is forged, whatever it says: nothing of it is handed on but the names in it', async () => {
    const connection = await store.open()
    const outcomes = createOutcomes(connection, newRun(), SEALS)
    const run = newRun()
    await outcomes.read(1, 0)
    const good = outcomeOf(run, 'good')
    const text = JSON.stringify(good)
    const [name, seal, ...told] = sealed('outcome', text)
    const changed = JSON.stringify({ ...good, attempt: 2, stage: 'x'.repeat(9_999) })
    for (const fields of [
      ['outcome', text],
      [name, '', ...told],
      [name, seal, 'outcome', changed],
      [name, seal, ...told, ...told],
      [...told, name, seal],
      [name, seal, ...told],
    ])
      await connection.client.xadd(RedisKeys.outcomes, '*', ...(fields as string[]))
    const deliveries = await outcomes.read(100, 0)
    const { phase, attempt, fence, worker } = good
    const forged = { run, stage: 'good', phase, attempt, fence, worker, forged: expect.any(String) as string }
    expect(deliveries.map(({ messages }) => messages)).toEqual([
      [forged],
      [forged],
      [{ ...forged, attempt: 2, stage: 'x'.repeat(256) }],
      [forged, forged],
      [forged],
      [good],
    ])
    await outcomes.acknowledge(deliveries.map(({ id }) => id))
    await outcomes.close()
  })

  test('a store that lost everything gets its group again', async () => {
    const connection = await store.open()
    const outcomes = createOutcomes(connection, newRun(), SEALS)
    const run = newRun()
    await outcomes.read(1, 0)
    const waiting = outcomes.read(10, 3_000)
    await connection.client.del(RedisKeys.outcomes)
    await createOutcomeWriter(connection, SEALS)(outcomeOf(run, 'after'))
    await waiting
    const deliveries = await waitFor(async () => {
      const read = await outcomes.read(10, 100)
      return read.length > 0 ? read : null
    })
    expect(stages(deliveries, run)).toEqual(['after'])
    await outcomes.acknowledge(deliveries.map(({ id }) => id))
    await connection.client.del(RedisKeys.outcomes)
    expect(await outcomes.tail()).toBe('0-0')
    expect(await outcomes.settledThrough('99-0')).toBe(true)
    await outcomes.close()
  })
})
