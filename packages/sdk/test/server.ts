import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { EntryView, RunStatus, RunView } from '@muster/core'

export interface TestServer {
  readonly url: string
  readonly requests: readonly {
    method: string
    path: string
    headers: IncomingMessage['headers']
    body: string
  }[]
  close(): Promise<void>
}

/** A real HTTP server on loopback that answers by `answer`. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<TestServer> {
  const requests: { method: string; path: string; headers: IncomingMessage['headers']; body: string }[] = []
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body })
      answer(request, response, body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

export function entry(seq: number): EntryView {
  const cause = { kind: 'guard.decided', stage: 'a', passed: true } as const
  return { run: 'r1', seq, at: seq, cause, effects: [], hash: `hash-${seq}` }
}

export function entryEvent(seq: number): string {
  return `event: entry\nid: ${seq}\ndata: ${JSON.stringify(entry(seq))}\n\n`
}

export function runView(status: RunStatus, seq = 0, outputs: Record<string, string> = {}): RunView {
  const stage = {
    tenant: 'default',
    run: 'r1',
    stage: 'a',
    position: 0,
    type: 'agent',
    status: 'succeeded',
  } as const
  const rest = {
    reason: null,
    phase: 'EXIT',
    attempt: 8,
    fence: 8,
    startedAt: 1,
    finishedAt: 2,
    deadlineAt: null,
  }
  return {
    run: {
      id: 'r1',
      pipeline: 'p',
      version: '1.0.0',
      status,
      reason: status === 'failed' ? 'Stage `a` failed.' : null,
      by: { kind: 'person', name: 'ann', roles: [] },
      submittedAt: 1,
      finishedAt: null,
      deadlineAt: null,
      seq,
      head: '0'.repeat(64),
      trimmedAt: null,
      yesToGates: false,
    },
    inputs: {},
    stages: [
      {
        ...stage,
        ...rest,
        outputs,
        manifest: null,
        tier: null,
        dispatchedAt: null,
        notBefore: null,
        home: null,
        budget: null,
      },
    ],
    attempts: [],
    gates: [],
    withoutSandbox: [],
    policy: null,
    effects: [],
  }
}
