import type { Tier } from '@muster/core'
import { expect, test } from 'vitest'
import { createSlots } from '../src/slots.ts'

const LONG_MS = 60_000

test('what a worker keeps warm and what is new fill no more than its slots, and leave each other as many', async () => {
  const room: [Tier, number][] = []
  const slots = createSlots([0, 1], 2, (tier, left) => room.push([tier, left]))
  const taken = [
    slots.take(0, true, 1),
    slots.take(0, false, 1),
    slots.take(0, true, 1),
    slots.take(1, false, 1),
  ]
  expect(await Promise.all(taken)).toEqual([true, true, false, true])
  slots.free(0, true)
  expect(await slots.take(0, false, 1)).toBe(true)
  expect(room).toEqual([
    [0, 1],
    [0, 0],
    [0, 1],
    [0, 2],
  ])
})

test('of eight slots that come free what is new gets one, while as much waits that the worker keeps warm', async () => {
  const slots = createSlots([0], 1, () => {})
  await slots.take(0, false, LONG_MS)
  const order: string[] = []
  const wait = async (name: string, own: boolean) => {
    expect(await slots.take(0, own, LONG_MS)).toBe(true)
    order.push(name)
    slots.free(0, own)
  }
  const all = ['new', ...Array.from({ length: 9 }, () => 'warm')].map((name) => wait(name, name === 'warm'))
  slots.free(0, false)
  await Promise.all(all)
  expect(order.indexOf('new')).toBe(7)
})

test('what is new takes a slot that nothing warm asks for', async () => {
  const slots = createSlots([0], 1, () => {})
  await slots.take(0, true, LONG_MS)
  const taken = slots.take(0, false, LONG_MS)
  slots.free(0, true)
  expect(await taken).toBe(true)
  expect(await slots.take(0, true, 1)).toBe(false)
})

test('there is no slot for a tier that the worker does not serve', async () => {
  expect(await createSlots([0], 2, () => {}).take(3, true, LONG_MS)).toBe(false)
})
