import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entryEvent, json, runView, serve, type TestServer } from './server.ts'

const run = promisify(execFile)
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
let compiled: string
let server: TestServer

beforeAll(async () => {
  // Below the repository, so that it finds `@muster/sdk` as a script of a user does.
  compiled = await mkdtemp(`${ROOT}examples/dist-`)
  server = await serve((request, response) => {
    if (request.method === 'POST') json(response, { run: runView('running').run, created: true }, 201)
    else if (request.url?.endsWith('/events') === true)
      response.end(`${entryEvent(1)}event: end\ndata: {"status":"succeeded"}\n\n`)
    else json(response, runView('succeeded', 1))
  })
})

afterAll(async () => {
  await server.close()
  await rm(compiled, { recursive: true })
})

test('examples/enqueue.ts compiles against the built packages and starts a run over HTTP', async () => {
  await run(`${ROOT}node_modules/.bin/tsc`, ['-p', 'examples', '--outDir', compiled], { cwd: ROOT })
  const { MUSTER_STORE_URL: _none, ...env } = process.env
  const { stdout } = await run(process.execPath, [`${compiled}/enqueue.js`], {
    env: { ...env, MUSTER_URL: server.url },
  })
  expect(stdout).toBe('r1 1 guard.decided\nIt succeeded.\n')
  expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ inputs: { name: 'Ada' } })
}, 60_000)
