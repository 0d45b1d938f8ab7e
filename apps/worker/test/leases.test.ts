import { expect, test } from 'vitest'
import { createLeases, type Leases, RENEW_MS } from '../src/leases.ts'

const fresh = () => ({ fence: 7, renewedAt: performance.now() })

function hearing(): Leases {
  const leases = createLeases()
  leases.hear(true)
  return leases
}

test('a lease is used once, and only for what follows its own attempt', () => {
  const leases = hearing()
  leases.keep('r.a', fresh())
  expect(leases.take('r.b', 'PLAN', 7)).toBeNull()
  expect(leases.take('r.a', 'PLAN', 7)).toMatchObject({ fence: 7 })
  expect(leases.take('r.a', 'PLAN', 7)).toBeNull()
  leases.keep('r.a', fresh())
  expect(leases.take('r.a', 'PLAN', 6)).toBeNull()
})

test('EXECUTE and EXIT are worked under no lease', () => {
  const leases = hearing()
  for (const phase of ['EXECUTE', 'EXIT'] as const) {
    leases.keep('r.a', fresh())
    expect(leases.take('r.a', phase, 7)).toBeNull()
  }
})

test('a lease that is old enough to be renewed is none', () => {
  const leases = hearing()
  leases.keep('r.a', { fence: 7, renewedAt: performance.now() - RENEW_MS })
  expect(leases.take('r.a', 'PLAN', 7)).toBeNull()
})

test('who cannot hear stops has no leases, and a stop ends the one of its agent', () => {
  const leases = createLeases()
  leases.keep('r.a', fresh())
  expect(leases.take('r.a', 'PLAN', 7)).toBeNull()
  leases.hear(true)
  leases.keep('r.a', fresh())
  leases.keep('r.b', fresh())
  leases.end('r.a')
  expect(leases.take('r.a', 'PLAN', 7)).toBeNull()
  leases.hear(false)
  expect(leases.take('r.b', 'PLAN', 7)).toBeNull()
})
