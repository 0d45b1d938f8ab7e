import { MusterError } from '@muster/core'
import { afterEach, expect, test } from 'vitest'
import { Muster } from '../src/index.ts'
import { collect } from './collect.ts'
import { json, runView, serve, type TestServer } from './server.ts'

let server: TestServer
afterEach(() => server.close())

test('a trigger posts the pipeline with its options, and says who asks', async () => {
  server = await serve((_request, response) =>
    json(response, { run: runView('running').run, created: true }, 201),
  )
  const muster = new Muster({ url: `${server.url}/`, token: 'secret', user: 'ann' })
  const run = await muster.trigger('demo', { inputs: { environment: 'staging' }, idempotencyKey: 'k1' })
  expect(run.id).toBe('r1')
  const [request] = server.requests
  expect(request).toMatchObject({ method: 'POST', path: '/api/runs' })
  expect(request?.headers).toMatchObject({ authorization: 'Bearer secret', 'x-muster-user': 'ann' })
  expect(JSON.parse(request?.body ?? '')).toEqual({
    pipeline: 'demo',
    inputs: { environment: 'staging' },
    idempotencyKey: 'k1',
  })
})

test('an error of the API is thrown with its code, words and problems', async () => {
  const problem = {
    code: 'MUSTER_X',
    message: 'm',
    expected: null,
    hint: null,
    file: 'a.yaml',
    line: 3,
    column: 5,
  }
  server = await serve((_request, response) =>
    json(
      response,
      {
        error: {
          code: 'MUSTER_PIPELINE_INVALID',
          message: '1 fault in a.yaml.',
          hint: 'Mend it.',
          problems: [problem],
        },
      },
      422,
    ),
  )
  const thrown = await new Muster({ url: server.url }).trigger('x').catch((error: unknown) => error)
  expect(thrown).toBeInstanceOf(MusterError)
  expect(thrown).toMatchObject({
    code: 'MUSTER_PIPELINE_INVALID',
    message: '1 fault in a.yaml.',
    hint: 'Mend it.',
    problems: [problem],
    exit: 2,
  })
})

test('an answer that is no error of ours is reported with its status', async () => {
  server = await serve((_request, response) => response.writeHead(502, 'Bad Gateway').end('<html>'))
  await expect(new Muster({ url: server.url }).gates()).rejects.toMatchObject({
    code: 'MUSTER_INTERNAL',
    message: expect.stringContaining('502 Bad Gateway') as string,
  })
})

test('nobody at the address is MUSTER_SERVER_UNREACHABLE, with the address', async () => {
  server = await serve(() => undefined)
  const { url } = server
  await server.close()
  await expect(new Muster({ url }).health()).rejects.toMatchObject({
    code: 'MUSTER_SERVER_UNREACHABLE',
    message: expect.stringContaining(url) as string,
  })
})

test('runs are fetched page by page, as far as they are read', async () => {
  server = await serve((request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams
    const from = query.get('before') === null ? 120 : Number(query.get('before')?.slice(1))
    const ids = Array.from(
      { length: Math.min(from - 1, Number(query.get('limit'))) },
      (_, i) => `r${from - 1 - i}`,
    )
    const runs = ids.map((id) => ({ ...runView('failed').run, id }))
    json(response, { runs })
  })
  const muster = new Muster({ url: server.url })
  const all = (await collect(muster.runs({ status: 'failed' }))).map((run) => run.id)
  expect(all).toHaveLength(119)
  expect(new Set(all).size).toBe(119)
  expect(server.requests).toHaveLength(3)
  expect(server.requests[0]?.path).toContain('status=failed')
  expect(await collect(muster.runs({ limit: 60 }))).toHaveLength(60)
})

test('a vote carries its comment, for whom it is given, and what was seen', async () => {
  server = await serve((_request, response) =>
    json(response, { gate: { id: 'r1.gate', verdict: 'rejected' } }),
  )
  const gate = await new Muster({ url: server.url }).reject('r1.gate', {
    comment: 'no',
    as: 'bob',
    seen: 'd',
  })
  expect(gate.verdict).toBe('rejected')
  expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/api/gates/r1.gate/votes' })
  expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
    decision: 'reject',
    surface: 'sdk',
    comment: 'no',
    as: 'bob',
    seen: 'd',
  })
})

test('checkpoints are asked for by stage, and a resumption names stage and phase', async () => {
  server = await serve((_request, response) => json(response, { checkpoints: [{ stage: 'a/b' }], run: {} }))
  const run = new Muster({ url: server.url }).run('r1')
  expect(await run.checkpoints('a/b')).toEqual([{ stage: 'a/b' }])
  await run.resume('work', 'PLAN')
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /api/runs/r1/checkpoints?stage=a%2Fb',
    'POST /api/runs/r1/resume',
  ])
  expect(JSON.parse(server.requests[1]?.body ?? '')).toEqual({ stage: 'work', phase: 'PLAN' })
})

test('a document is checked, and what it would come to is asked for as it would be submitted', async () => {
  server = await serve((_request, response) =>
    json(response, { problems: [], pipelines: [{ name: 'hello' }] }),
  )
  const muster = new Muster({ url: server.url })
  expect(await muster.pipelines()).toEqual([{ name: 'hello' }])
  await muster.validate({ pipeline: 'name: x', inputs: {} })
  await muster.forecast({ pipeline: 'hello', yesToGates: true })
  expect(server.requests.map(({ method, path, body }) => `${method} ${path} ${body}`)).toEqual([
    'GET /api/pipelines ',
    'POST /api/validate {"pipeline":"name: x","inputs":{}}',
    'POST /api/forecasts {"pipeline":"hello","yesToGates":true}',
  ])
})

test('a template is published with its files, and revoked for new runs by name and version', async () => {
  server = await serve((_request, response) => json(response, { template: 'x@1.0.0', changed: true }))
  const muster = new Muster({ url: server.url })
  await muster.publishTemplate({ document: 'name: x', files: { 'a.py': 'pass' } })
  expect(await muster.revokeTemplate('x@1.0.0', 'wrong')).toEqual({ template: 'x@1.0.0', changed: true })
  expect(server.requests.map(({ method, path, body }) => `${method} ${path} ${body}`)).toEqual([
    'POST /api/templates {"document":"name: x","files":{"a.py":"pass"}}',
    'POST /api/templates/x%401.0.0/revoke {"reason":"wrong"}',
  ])
})

test('the environment must name a server', async () => {
  server = await serve(() => undefined)
  expect(Muster.fromEnvironment({ MUSTER_URL: 'http://h:1/' }).url).toBe('http://h:1')
  expect(() => Muster.fromEnvironment({})).toThrow(
    expect.objectContaining({ code: 'MUSTER_CONFIG' }) as Error,
  )
})

test('a run says why it waits', async () => {
  const view = { run: 'r1', status: 'running', at: 5, waits: [] }
  server = await serve((_request, response) => json(response, view))
  expect(await new Muster({ url: server.url }).run('r1').why()).toEqual(view)
  expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/api/runs/r1/why' })
})
