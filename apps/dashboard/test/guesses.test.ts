import { createLimiters } from '@muster/store'
import { expect, test } from 'vitest'
import { addressKey, createGuesses, nameKey } from '../src/guesses.ts'

test.each([
  ['192.0.2.7', 'address:192.0.2.7'],
  ['::ffff:192.0.2.7', 'address:192.0.2.7'],
  ['::1', 'address:0:0:0:0::'],
  ['2001:db8:1:2:3:4:5:6', 'address:2001:db8:1:2::'],
  ['2001:db8::5', 'address:2001:db8:0:0::'],
  ['2001:DB8:0:1::', 'address:2001:db8:0:1::'],
  ['fe80::1%eth0', 'address:fe80:0:0:0::'],
])('%s is counted as %s', (address, key) => {
  expect(addressKey(address)).toBe(key)
})

test('a name that is guessed at from many addresses is bounded as an address is, for all but whom it is known to be', async () => {
  const guesses = createGuesses(createLimiters(null), Date.now)
  guesses.succeeded('right')
  for (let from = 0; from < 20; from += 1)
    expect(await guesses.failed([addressKey(`192.0.2.${from}`), nameKey('ana')])).toBeNull()
  const elsewhere = [addressKey('198.51.100.1'), nameKey('ana')]
  expect(await guesses.barred(elsewhere, 'new')).toMatchObject({ over: true, remaining: 0 })
  expect(await guesses.barred(elsewhere, 'right')).toBeNull()
  expect(await guesses.barred([addressKey('198.51.100.1'), nameKey('ben')], 'new')).toBeNull()
})
