import { expect, test } from 'vitest'
import { parseStoreUrl, redactUrl } from '../src/address.ts'

test('a redis url names host, port, password and database', () => {
  expect(parseStoreUrl('redis://:s%40fe@db.example:7000/3')).toEqual({
    kind: 'single',
    server: { host: 'db.example', port: 7000 },
    access: { password: 's@fe' },
    db: 3,
  })
  expect(parseStoreUrl('redis://localhost')).toMatchObject({
    server: { host: 'localhost', port: 6379 },
    db: 0,
  })
})

test('rediss asks for TLS, a user name is kept and an IPv6 host loses its brackets', () => {
  expect(parseStoreUrl('rediss://muster:pw@[::1]:6380')).toMatchObject({
    server: { host: '::1', port: 6380 },
    access: { username: 'muster', password: 'pw', tls: {} },
  })
})

test('a unix url names a socket, with spaces and a password if need be', () => {
  expect(parseStoreUrl('unix:///run/my%20app/r.sock')).toMatchObject({
    server: { path: '/run/my app/r.sock' },
  })
  expect(parseStoreUrl('unix://:pw@/run/r.sock')).toMatchObject({ access: { password: 'pw' } })
})

test('a cluster is named by its scheme or by a question', () => {
  const nodes = [
    { host: 'a', port: 1 },
    { host: 'b', port: 2 },
  ]
  expect(parseStoreUrl('redis+cluster://a:1,b:2')).toMatchObject({ kind: 'cluster', nodes })
  expect(parseStoreUrl('redis://:pw@a:1?cluster=true')).toMatchObject({
    kind: 'cluster',
    nodes: nodes.slice(0, 1),
    access: { password: 'pw' },
  })
})

test.each([
  '',
  'localhost:6379',
  'http://a:1',
  'redis://',
  'redis://a:1,b:2',
  'redis://a:port',
  'unix://r.sock',
])('`%s` is refused with what was expected', (url) => {
  expect(() => parseStoreUrl(url)).toThrowError(/MUSTER_STORE_URL is .* expected .redis:/)
})

test('no password is ever shown', () => {
  expect(redactUrl('redis://:secret@h:1/0')).toBe('redis://:***@h:1/0')
  expect(redactUrl('redis+cluster://me:secret@h:1,h:2')).toBe('redis+cluster://me:***@h:1,h:2')
  expect(redactUrl('unix://:secret@/a/b')).toBe('unix://:***@/a/b')
  expect(() => parseStoreUrl('redis://:secret@a:x')).toThrowError(/^((?!secret).)*$/)
})
