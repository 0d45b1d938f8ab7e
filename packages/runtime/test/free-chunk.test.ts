import { expect, test } from 'vitest'
import { freeChunk } from '../src/free-chunk.ts'

test('a chunk that has a buffer of its own is gone at once', () => {
  const chunk = new Uint8Array(64 * 1024)
  freeChunk(chunk)
  expect(chunk.buffer.byteLength).toBe(0)
})

test('a chunk that shares its buffer is left alone, with what else is in there', () => {
  const shared = new Uint8Array([1, 2, 3, 4])
  freeChunk(shared.subarray(1, 3))
  expect([...shared]).toEqual([1, 2, 3, 4])
})
