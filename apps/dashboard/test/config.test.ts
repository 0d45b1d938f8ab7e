import { describe, expect, it } from 'vitest'
import { readConfig } from '../src/config.ts'

const STORES = { MUSTER_STORE_URL: 'redis://s', MUSTER_LEDGER_URL: 'postgres://l' }

describe('the configuration of a dashboard that runs alone', () => {
  it('binds to loopback unless told otherwise, and takes empty variables for absent ones', () => {
    expect(readConfig({ ...STORES, MUSTER_TOKEN: '', MUSTER_HOST: '' }, '/srv')).toMatchObject({
      host: '127.0.0.1',
      port: 4680,
      token: null,
      home: '/srv/.muster',
      logLevel: 'info',
    })
  })

  it.each([
    [{ MUSTER_LEDGER_URL: 'postgres://l' }, 'MUSTER_STORE_URL'],
    [{ MUSTER_STORE_URL: 'redis://s' }, 'MUSTER_LEDGER_URL'],
    [{ ...STORES, MUSTER_PORT: '65536' }, 'MUSTER_PORT'],
    [{ ...STORES, MUSTER_PORT: '-1' }, 'MUSTER_PORT'],
    [{ ...STORES, MUSTER_LOG_LEVEL: 'loud' }, 'MUSTER_LOG_LEVEL'],
    [{ ...STORES, MUSTER_KEEP_JOBS: 'many' }, 'MUSTER_KEEP_JOBS'],
  ])('refuses %j and names %s', (env, name) => {
    expect(() => readConfig(env, '/srv')).toThrow(`${name} is`)
  })
})
