import type { AttemptStatus, Commit } from '@muster/core'
import { expect, test } from 'vitest'
import { createMeter, createMetricsServer, exposition, gauge } from '../src/index.ts'

const SILENT = { debug() {}, info() {}, warn() {}, error() {} }

function commit(...ended: readonly (readonly [phase: string, status: AttemptStatus])[]) {
  const attempts = ended.map(([phase, status]) => ({ phase, status }))
  return { attempts, entries: [{}] } as unknown as Pick<Commit, 'attempts' | 'entries'>
}

test('what is committed is counted by phase and by how it ended', async () => {
  const meter = createMeter()
  meter.committed(commit(['PLAN', 'succeeded'], ['PLAN', 'succeeded'], ['EXECUTE', 'failed']))
  meter.committed(commit(['PLAN', 'timed_out']))
  const { text, type } = await exposition(meter.families())
  expect(type).toMatch(/^text\/plain; version=/)
  expect(
    text
      .split('\n')
      .filter((line) => line.startsWith('muster_'))
      .toSorted(),
  ).toEqual([
    'muster_commits_total 2',
    'muster_entries_total 2',
    'muster_phases_total{phase="EXECUTE",status="failed"} 1',
    'muster_phases_total{phase="PLAN",status="succeeded"} 2',
    'muster_phases_total{phase="PLAN",status="timed_out"} 1',
  ])
  expect(text).toContain('# TYPE muster_phases_total counter')
  expect(text).toContain('process_resident_memory_bytes')
})

test('a name that is hostile stays inside its label', async () => {
  const person = 'eve"} 1\nmuster_fake 1 \\'
  const { text } = await exposition([gauge('muster_some', 'Some.', [{ labels: { person }, value: 3 }])])
  expect(text).toContain('muster_some{person="eve\\"} 1\\nmuster_fake 1 \\\\"} 3')
})

test('a port of its own answers the metrics alone, and says when they cannot be told', async () => {
  let away = false
  const families = async () => {
    if (away) throw new Error('the store is away')
    return [gauge('muster_some', 'Some.', 1)]
  }
  const server = createMetricsServer({ host: '127.0.0.1', port: 0, families, log: SILENT })
  await server.start()
  const url = server.url()
  expect(await (await fetch(url)).text()).toContain('muster_some 1')
  expect((await fetch(url, { method: 'POST' })).status).toBe(404)
  expect((await fetch(new URL('/', url))).status).toBe(404)
  away = true
  expect((await fetch(url)).status).toBe(503)
  await server.stop()
  await server.stop()
  await expect(fetch(url)).rejects.toThrow('fetch failed')
})
