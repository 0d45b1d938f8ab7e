import type { Tier } from '@muster/core'
import { expect, test } from 'vitest'
import { createSlots } from '../src/slots.ts'

test('what a worker keeps warm goes before what is new, and both together fill no more than its slots', () => {
  const room: [Tier, number][] = []
  const slots = createSlots([0, 1], 2, (tier, left) => room.push([tier, left]))
  expect([slots.take(0, true), slots.take(0, false), slots.take(0, true), slots.take(1, false)]).toEqual([
    true,
    true,
    false,
    true,
  ])
  slots.free(0, true)
  expect(slots.take(0, false)).toBe(true)
  expect(room).toEqual([
    [0, 1],
    [0, 2],
  ])
})

test('there is no slot for a tier that the worker does not serve', () => {
  expect(createSlots([0], 2, () => {}).take(3, true)).toBe(false)
})
