import { type LogLine, sha256 } from '@muster/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { linesAfter } from '../src/log-lines.ts'
import { type Harness, startHarness } from './support/harness.ts'
import { NOW, stageRow } from './support/rows.ts'

let harness: Harness
beforeEach(async () => {
  harness = await startHarness()
})
afterEach(() => harness.dashboard.stop())

function line(stage: string, text: string, at = NOW): LogLine {
  return { stage, phase: 'EXECUTE', attempt: 1, stream: 'stdout', at, text }
}

function store(text: string): string {
  const digest = `sha256:${sha256(text)}`
  harness.artifacts.set(digest, Buffer.from(text))
  return digest
}

function bundle(lines: readonly LogLine[]): string {
  const text = lines.map((one) => `${JSON.stringify(one)}\n`).join('')
  const digest = store(text)
  return store(
    JSON.stringify({ files: [{ path: 'log.jsonl', sha256: digest.slice(7), bytes: text.length }] }),
  )
}

function setStage(index: number, change: Parameters<typeof stageRow>[2]): void {
  const stages = harness.ledger.kept.get('r1')?.stages ?? []
  const old = stages[index]
  if (old !== undefined) stages[index] = { ...old, ...change }
}

async function textsOf(path: string): Promise<readonly string[]> {
  const response = await harness.fetch(path)
  expect(response.headers.get('content-type')).toContain('application/x-ndjson')
  return texts(await response.text())
}

function texts(body: string): readonly string[] {
  return body
    .split('\n')
    .filter((one) => one !== '')
    .map((one) => (JSON.parse(one) as LogLine).text)
}

describe('logs', () => {
  it('come from the bundle of a stage that packaged, from the live stream of one at work', async () => {
    setStage(0, { manifest: bundle([line('plan', 'packaged')]) })
    setStage(2, { status: 'running' })
    harness.live.set('r1.plan', [line('plan', 'not this one')])
    harness.live.set('r1.apply', [line('apply', 'live 1'), line('apply', 'live 2')])
    expect(await textsOf('/api/runs/r1/logs')).toEqual(['packaged', 'live 1', 'live 2'])
    expect(await textsOf('/api/runs/r1/logs?stage=apply')).toEqual(['live 1', 'live 2'])
  })

  it('read a live stream of any length', async () => {
    const many = Array.from({ length: 1_203 }, (_, index) => line('plan', `line ${index}`))
    harness.live.set('r1.plan', many)
    expect(await textsOf('/api/runs/r1/logs')).toEqual(many.map((one) => one.text))
  })

  it('fall back to the live stream when the bundle cannot be read, and pass over what is no line', async () => {
    setStage(0, { manifest: `sha256:${'9'.repeat(64)}` })
    harness.live.set('r1.plan', [line('plan', 'live')])
    expect(await textsOf('/api/runs/r1/logs')).toEqual(['live'])
    const log = store(`null\n{"text":7}\nnot json\n${JSON.stringify(line('plan', 'sound'))}\n`)
    setStage(0, { manifest: store(JSON.stringify({ files: [{ path: 'log.jsonl', sha256: log.slice(7) }] })) })
    expect(await textsOf('/api/runs/r1/logs')).toEqual(['sound'])
  })

  it('followed, go from live to packaged without missing or doubling a line, and end with the run', async () => {
    const all = ['one', 'two', 'three', 'four'].map((text, index) => line('apply', text, NOW + index))
    setStage(2, { status: 'running' })
    harness.live.set('r1.apply', all.slice(0, 2))
    const response = await harness.fetch('/api/runs/r1/logs?stage=apply&follow=true')
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let body = ''
    while (texts(body).length < 2) body += (await reader?.read())?.value ?? ''
    setStage(2, { status: 'succeeded', manifest: bundle(all) })
    harness.wake('r1')
    while (texts(body).length < 4) body += (await reader?.read())?.value ?? ''
    const cause = { kind: 'run.finished', status: 'succeeded', reason: null } as const
    harness.ledger.append('r1', { at: NOW, cause, effects: [] }, { status: 'succeeded' })
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: '' }
      if (done) break
      body += value
    }
    expect(texts(body)).toEqual(['one', 'two', 'three', 'four'])
    await vi.waitUntil(() => harness.listeners.size === 0)
  })

  it('taken over from another source, begin after the last line that was sent', () => {
    const lines = [line('s', 'a', 1), line('s', 'b', 2), line('s', 'b', 2), line('s', 'c', 3)]
    expect(linesAfter(lines, null)).toEqual(lines)
    expect(linesAfter(lines, line('s', 'b', 2))).toEqual(lines.slice(3))
    expect(linesAfter(lines, line('s', 'gone', 2))).toEqual(lines.slice(3))
    expect(linesAfter(lines, line('s', 'c', 3))).toEqual([])
  })
})
