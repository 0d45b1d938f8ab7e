import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keepPlace, placeIn } from '../src/kept-place.ts'

const after = (address: string) => placeIn(keepPlace(address))

it('a login leads back to the page that was asked for, with its query', () => {
  expect(after('/runs?status=failed&text=a%20b')).toBe('/runs?status=failed&text=a%20b')
  expect(placeIn(null)).toBe('/')
})

it('a login leads to no other host, to no login again and to nothing that is no page', () => {
  const others = [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/.//evil.example',
    '/a\n/b',
    '\u0000',
  ]
  for (const other of [...others, '/login', '/login/callback?code=x', '/api/runs', '/logout'])
    expect([other, after(other)]).toEqual([other, '/'])
})

it('whatever the cookie holds, a browser that follows it stays here', () => {
  const base = 'http://127.0.0.1:4100'
  const shaped = fc.stringMatching(/^[/\\.@:a-z?#%0-9]{0,12}$/)
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        shaped.map((text) => `/${text}`),
      ),
      (text) => {
        expect(new URL(after(text), base).origin).toBe(base)
        expect(new URL(placeIn(text), base).origin).toBe(base)
      },
    ),
  )
})
