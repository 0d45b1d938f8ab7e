import { type Json, sha256 } from '@muster/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Harness, startHarness } from './support/harness.ts'
import { attemptRow, graphOf, NOW, runRow } from './support/rows.ts'

let harness: Harness
beforeEach(async () => {
  harness = await startHarness()
})
afterEach(() => harness.dashboard.stop())

async function get(path: string): Promise<{ status: number; body: unknown }> {
  const response = await harness.fetch(path)
  return { status: response.status, body: await response.json() }
}

describe('reading', () => {
  it('says that it is well, and which version it is', async () => {
    expect(await get('/api/health')).toEqual({ status: 200, body: { ok: true, version: '0.1.0' } })
  })

  it('lists runs newest first, by status, below a run, and never more than asked for', async () => {
    for (const [index, status] of (['failed', 'succeeded'] as const).entries())
      harness.ledger.put({
        row: runRow(`s${index}`, { status, submittedAt: NOW + 1 + index }),
        graph: await harness.ledger.graph('r1'),
        stages: [],
        attempts: [],
        gates: [],
        votes: [],
      })
    const ids = async (query: string) => {
      const { body } = await get(`/api/runs${query}`)
      return (body as { runs: { id: string }[] }).runs.map((run) => run.id)
    }
    expect(await ids('')).toEqual(['s1', 's0', 'r1'])
    expect(await ids('?status=failed')).toEqual(['s0'])
    expect(await ids('?limit=1')).toEqual(['s1'])
    expect(await ids('?before=s1')).toEqual(['s0', 'r1'])
  })

  it('counts stages only when asked, and again after every entry', async () => {
    expect((await get('/api/runs')).body).not.toHaveProperty('counts')
    const counts = async () => (await get('/api/runs?counts=true')).body
    expect(await counts()).toHaveProperty('counts.r1', { total: 3, ended: 1, failed: 0, waiting: 1 })
    const run = harness.ledger.kept.get('r1')
    run?.stages.splice(1, 1)
    expect(await counts()).toHaveProperty('counts.r1.total', 3)
    harness.ledger.append('r1', { at: NOW, cause: { kind: 'stage.timed_out', stage: 'plan' }, effects: [] })
    expect(await counts()).toHaveProperty('counts.r1.total', 2)
  })

  it('keeps what is not for callers out of a summary', async () => {
    const { body } = await get('/api/runs')
    expect(Object.keys((body as { runs: object[] }).runs[0] ?? {}).toSorted()).toEqual(
      'by,deadlineAt,finishedAt,head,id,pipeline,reason,seq,status,submittedAt,trimmedAt,version,yesToGates'.split(
        ',',
      ),
    )
  })

  it('shows one run whole', async () => {
    const { body } = await get('/api/runs/r1')
    expect(body).toMatchObject({
      run: { id: 'r1', status: 'running', seq: 2 },
      inputs: { environment: 'staging' },
      stages: [{ stage: 'plan' }, { stage: 'approve' }, { stage: 'apply' }],
      gates: [
        { id: 'r1.approve', verdict: null },
        { id: 'r1.approve', verdict: 'expired' },
      ],
    })
  })

  it('leaves out the records of attempts, or the attempts, when asked; one stage always has its own', async () => {
    harness.ledger.kept.get('r1')?.attempts.push(attemptRow('r1', 'plan'), attemptRow('r1', 'apply'))
    const attempts = async (query: string) => {
      const { body } = await get(`/api/runs/r1${query}`)
      return (body as { attempts: { record: unknown }[] }).attempts.map((attempt) => attempt.record)
    }
    expect(await attempts('')).toEqual([{ note: 'plan' }, { note: 'apply' }])
    expect(await attempts('?attempts=brief')).toEqual([null, null])
    expect(await attempts('?attempts=none')).toEqual([])
    expect((await get('/api/runs/r1/stages/plan')).body).toMatchObject({
      stage: { stage: 'plan', outputs: { changes: 3 } },
      attempts: [{ stage: 'plan', record: { note: 'plan' } }],
    })
  })

  it('shows the graph and the entries of a run', async () => {
    expect((await get('/api/runs/r1/graph')).body).toMatchObject({ name: 'deploy', nodes: [{}, {}, {}] })
    expect((await get('/api/runs/r1/entries?after=1')).body).toEqual({
      entries: [
        {
          run: 'r1',
          seq: 2,
          at: NOW + 1,
          cause: { kind: 'guard.decided', stage: 'plan', passed: true },
          effects: [],
          hash: harness.ledger.kept.get('r1')?.row.head,
        },
      ],
    })
    expect((await get('/api/runs/r1/entries?limit=1')).body).toMatchObject({ entries: [{ seq: 1 }] })
  })

  it('shows of a trimmed run that it was, how it ended and its last hash, with empty lists', async () => {
    const row = runRow('r9', {
      status: 'failed',
      finishedAt: NOW,
      seq: 7,
      head: 'f'.repeat(64),
      trimmedAt: NOW + 9,
    })
    const graph = graphOf([])
    harness.ledger.put({ row, graph, stages: [], attempts: [], gates: [], votes: [] })
    const run = { id: 'r9', status: 'failed', seq: 7, head: 'f'.repeat(64), trimmedAt: NOW + 9 }
    const empty = { inputs: {}, stages: [], attempts: [], gates: [], withoutSandbox: [] }
    expect((await get('/api/runs/r9')).body).toMatchObject({ run, ...empty })
    expect((await get('/api/runs/r9/graph')).body).toMatchObject({ name: 'deploy', inputs: {}, nodes: [] })
    expect((await get('/api/runs/r9/entries')).body).toEqual({ entries: [] })
    const { body } = await get('/api/runs?counts=true')
    expect((body as { counts: object }).counts).not.toHaveProperty('r9')
    harness.ledger.kept.delete('r9')
  })

  it('lists open gates only, and shows the newest round of one', async () => {
    const { body } = await get('/api/gates')
    expect((body as { gates: unknown[] }).gates).toHaveLength(1)
    expect((await get('/api/gates/r1.approve')).body).toMatchObject({
      id: 'r1.approve',
      openedAt: NOW + 5,
      verdict: null,
    })
  })

  it('lists workers and templates, and verifies the ledger', async () => {
    expect((await get('/api/workers')).body).toMatchObject({ workers: [{ id: 'w1' }] })
    expect((await get('/api/templates')).body).toMatchObject({ templates: [{ name: 'default' }] })
    expect((await get('/api/ledger/verify?run=r1')).body).toEqual({
      runs: 1,
      entries: 1,
      trimmed: 0,
      revocations: 0,
      refusals: 0,
      broken: [],
    })
  })

  it('gives an artifact as bytes that no browser renders', async () => {
    const page = '<script>alert(1)</script>'
    leave('r1', page)
    const response = await harness.fetch(artifactPath('r1', digestIn(page)))
    expect(await response.text()).toBe(page)
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(response.headers.get('content-security-policy')).toContain('sandbox')
  })

  it('answers the digest of an artifact that the stage does not name as an unknown one, whoever has it', async () => {
    const theirs = 'the secret of another tenant'
    const run = harness.ledger.kept.get('r1')
    if (run === undefined) throw new Error('no r1')
    harness.ledger.put({ ...run, row: { ...run.row, id: 'r9', tenant: 'acme' } })
    leave('r9', theirs)
    leave('r1', 'mine', { told: digestIn(theirs) })
    const answer = async (path: string) => {
      const response = await harness.fetch(path)
      return `${response.status} ${await response.text()}`
    }
    const asked = await answer(artifactPath('r1', digestIn(theirs)))
    const unknown = digestIn('nobody has this')
    expect(asked.replace(digestIn(theirs), unknown)).toBe(await answer(artifactPath('r1', unknown)))
    expect(asked).toMatch(/^404 .*MUSTER_ARTIFACT_MISSING/)
    expect(await answer(artifactPath('r9', digestIn(theirs)))).toMatch(/^404 .*MUSTER_RUN_NOT_FOUND/)
    leave('r1', theirs)
    expect(await answer(artifactPath('r1', digestIn(theirs)))).toBe(`200 ${theirs}`)
  })
})

function digestIn(text: string): string {
  return `sha256:${sha256(text)}`
}

function artifactPath(run: string, digest: string): string {
  return `/api/runs/${run}/stages/plan/artifacts/${digest}`
}

/** Leaves a file of the first stage of a run, with the manifest that lists it. */
function leave(run: string, text: string, outputs: Readonly<Record<string, Json>> = {}): void {
  const manifest = JSON.stringify({
    brief: 'sha256:0',
    outputs,
    files: [{ path: 'a', sha256: sha256(text) }],
  })
  for (const bytes of [text, manifest]) harness.artifacts.set(digestIn(bytes), Buffer.from(bytes))
  const kept = harness.ledger.kept.get(run)
  const [first] = kept?.stages ?? []
  if (kept === undefined || first === undefined) throw new Error(`no stages of ${run}`)
  kept.stages = [{ ...first, run, outputs, manifest: digestIn(manifest) }, ...kept.stages.slice(1)]
}

describe('acting', () => {
  it('foretells a submission as it would be made, and submits nothing', async () => {
    const answer = await harness.post('/api/forecasts', { pipeline: 'name: x', inputs: { a: [1] } })
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { agents: 3, problems: [], start: { refusal: null, quota: [{ name: 'runs', takes: 1 }] } },
    ])
    expect(harness.asked.map(({ use }) => use)).toEqual(['forecast'])
    expect(harness.asked[0]?.of).toMatchObject({ tenant: 'default', inputs: { a: [1] } })
  })

  it('publishes a template with 201, and with 200 what was published, and revokes it with a reason', async () => {
    const files = { 'a.py': 'pass' }
    const fresh = await harness.post('/api/templates', { document: 'name: x', files })
    expect([fresh.status, await fresh.json()]).toMatchObject([
      201,
      { created: true, template: { name: 'default' } },
    ])
    expect((await harness.post('/api/templates', { document: 'again' })).status).toBe(200)
    expect((await harness.post('/api/templates', { document: 'x', files: { a: 1 } })).status).toBe(400)
    const revoked = await harness.post('/api/templates/x@1.0.0/revoke', { reason: 'wrong' })
    expect(await revoked.json()).toEqual({ template: 'x@1.0.0', changed: true })
    expect((await harness.post('/api/templates/x@1.0.0/revoke', {})).status).toBe(400)
    const of = { tenant: 'default', by: { kind: 'person', name: 'ada', roles: ['owner'] } }
    expect(harness.asked).toEqual([
      { use: 'publish', of: { ...of, document: 'name: x', file: 'template.yaml', files } },
      { use: 'publish', of: { ...of, document: 'again', file: 'template.yaml', files: {} } },
      { use: 'withdraw', of: { ...of, template: 'x@1.0.0', reason: 'wrong' } },
    ])
  })

  it('submits with 201, and with 200 when the key already had a run', async () => {
    const body = { pipeline: 'name: x', inputs: { a: [1] } }
    const fresh = await harness.post('/api/runs', body)
    expect(fresh.status).toBe(201)
    expect(await fresh.json()).toMatchObject({ run: { id: 'r2' }, created: true })
    const again = await harness.post('/api/runs', { ...body, idempotencyKey: 'again' })
    expect(again.status).toBe(200)
    expect(await again.json()).toMatchObject({ created: false })
    expect(harness.asked[0]?.of).toEqual({
      tenant: 'default',
      project: 'default',
      pipeline: 'name: x',
      file: 'pipeline.yaml',
      inputs: { a: [1] },
      idempotencyKey: null,
      yesToGates: false,
      by: { kind: 'person', name: 'ada', roles: ['owner'] },
    })
  })

  it('decides a gate for a named approver, and records who spoke for them', async () => {
    const body = { decision: 'approve', comment: 'looks right', as: 'grace', seen: 'd' }
    const answer = await harness.post('/api/gates/r1.approve/votes', body, { 'x-muster-user': 'bob' })
    expect(await answer.json()).toMatchObject({
      gate: { verdict: 'approved', votes: [{ comment: 'looks right' }] },
    })
    expect(harness.asked).toEqual([
      {
        use: 'decide',
        of: {
          tenant: 'default',
          run: 'r1',
          stage: 'approve',
          voter: { kind: 'person', name: 'grace', roles: [], via: 'ada' },
          decision: 'approve',
          comment: 'looks right',
          surface: 'api',
          seen: 'd',
        },
      },
    ])
  })

  it('votes as the one who asks when nobody else is named, and drops an empty comment', async () => {
    await harness.post('/api/gates/r1.approve/votes', { decision: 'reject', comment: ' ', seen: 'd' })
    expect(harness.asked[0]?.of).toMatchObject({
      voter: { kind: 'person', name: 'ada', roles: ['owner'] },
      decision: 'reject',
      comment: null,
    })
  })

  it('resumes a stage from a phase, and refuses what is neither', async () => {
    const answer = await harness.post('/api/runs/r1/resume', { stage: 'plan', phase: 'PLAN' })
    expect(await answer.json()).toMatchObject({ run: { id: 'r1' } })
    const by = { kind: 'person', name: 'ada', roles: ['owner'] }
    expect(harness.asked).toEqual([
      { use: 'resume', of: { tenant: 'default', run: 'r1', by, stage: 'plan', phase: 'PLAN' } },
    ])
    for (const [body, status] of [
      [{ stage: 'plan', phase: 'REVOKED' }, 400],
      [{ phase: 'PLAN' }, 400],
      [{ stage: 'plan', phase: 'EXIT' }, 404],
    ] as const)
      expect((await harness.post('/api/runs/r1/resume', body)).status).toBe(status)
    expect((await harness.post('/api/runs/none/resume', { stage: 'plan', phase: 'PLAN' })).status).toBe(404)
  })

  it('lists the checkpoints that the ledger names, and says which are no longer kept', async () => {
    const fact = { kind: 'attempt.settled', stage: 'plan', attempt: 1, fence: 1, worker: 'w1' } as const
    const times = { startedAt: 1, finishedAt: 2 }
    const started = { kind: 'stage.started', stage: 'plan', brief: 'sha256:b' } as const
    harness.ledger.append('r1', { at: 1, cause: started, effects: [] })
    for (const [phase, digest] of [
      ['BOOTSTRAP', 'sha256:kept'],
      ['PREFLIGHT', 'sha256:gone'],
    ] as const) {
      const outcome = { kind: 'succeeded', record: {}, checkpoint: digest } as const
      harness.ledger.append('r1', { at: 1, cause: { ...fact, ...times, phase, outcome }, effects: [] })
    }
    const workspace = { tree: 'sha256:tree', files: 2, bytes: 30, omitted: 0, whole: true }
    const checkpoint = { workspace, planDigest: null, outputs: {}, records: {}, saved: null, previous: null }
    harness.artifacts.set('sha256:kept', Buffer.from(JSON.stringify(checkpoint)))
    harness.artifacts.set('sha256:tree', Buffer.from('{}'))
    const answer = await harness.fetch('/api/runs/r1/checkpoints?stage=plan')
    expect(await answer.json()).toMatchObject({
      checkpoints: [
        { digest: 'sha256:kept', phase: 'BOOTSTRAP', resumable: false, holds: { workspace } },
        { digest: 'sha256:gone', phase: 'PREFLIGHT', resumable: false, holds: null },
      ],
    })
  })

  it('cancels and retries, and answers the run as it then stands', async () => {
    const cancelled = await harness.post('/api/runs/r1/cancel', { reason: 'enough' })
    expect(await cancelled.json()).toMatchObject({ run: { status: 'cancelled', reason: 'enough' } })
    const retried = await harness.fetch('/api/runs/r1/retry', { method: 'POST' })
    expect(await retried.json()).toMatchObject({ run: { status: 'running' } })
    expect(harness.asked.at(-1)?.of).toMatchObject({ run: 'r1', from: null })
    expect((await harness.post('/api/runs/r1/retry', { from: 'plan' })).status).toBe(409)
    expect(harness.asked.at(-1)?.of).toMatchObject({ run: 'r1', from: 'plan' })
    expect((await harness.post('/api/runs/r1/retry', { from: 1 })).status).toBe(400)
    expect(harness.asked.map((one) => one.use)).toEqual(['cancelled', 'retry', 'retry'])
  })
  it('revokes and lifts what it is asked to, says why, and lists what stands', async () => {
    const body = { scope: 'worker', id: 'w1', reason: 'stolen' }
    expect(await (await harness.post('/api/revocations', body)).json()).toMatchObject({ revoked: true })
    const lifted = await harness.post('/api/revocations', { ...body, lift: true })
    expect(await lifted.json()).toMatchObject({ revoked: false })
    expect(harness.asked.map((one) => one.use)).toEqual(['revoke', 'lift'])
    expect(harness.asked[0]?.of).toMatchObject({ ...body, by: { name: 'ada' }, tenant: 'default' })
    const listed = await harness.fetch('/api/revocations')
    expect(await listed.json()).toMatchObject({ revocations: [body] })
  })

  it.each([
    [{ scope: 'planet', id: 'x', reason: 'y' }, 'scope'],
    [{ scope: 'run', id: 'a b', reason: 'y' }, 'id'],
    [{ scope: 'run', id: 'x' }, 'reason'],
    [{ scope: 'run', id: 'x', reason: ' ' }, 'reason'],
  ])('refuses to revoke %j, and says that it is for the %s', async (body, key) => {
    const answer = await harness.post('/api/revocations', body)
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { error: { message: expect.stringContaining(`\`${key}\``) as string } },
    ])
  })
})
