import { type Actor, openRevocation, type Template, type TemplateView } from '@muster/core'
import type { Engine } from '@muster/engine'
import { openPgliteLedger, verifyLedger } from '@muster/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engines, openEngines, submissionOf } from '../support/engines.ts'

const person = (name: string, roles: readonly string[]): Actor => ({ kind: 'person', name, roles })
const ADA = person('ada', ['admin', 'approver'])
const BEN = person('ben', ['approver'])
const KIM = person('kim', ['author', 'approver'])
const OPS = person('ops', ['operator'])

const document = (name: string, version: string, more = '') =>
  `name: ${name}\nversion: ${version}\ntier: 0\nmax_tier: 1\n${more}`
const using = (template: string, gate = '') =>
  `name: use\nstages:\n  - { name: ask, type: gate, approvers: [ada, ben, kim]${gate} }\n  - { name: work, requires: ask, template: "${template}" }\n`

let engines: Engines
let engine: Engine
/** What the ledger is read to hold instead of a template. */
let forged: ((template: Template) => Template) | null = null
beforeAll(async () => {
  engines = await openEngines(async (clock) => {
    const ledger = await openPgliteLedger(null, clock)
    const of: typeof ledger.of = (tenant) => {
      const reads = ledger.of(tenant)
      return {
        ...reads,
        templates: async (...asked) =>
          (await reads.templates(...asked)).map((row) => ({ ...row, body: forged?.(row.body) ?? row.body })),
      }
    }
    return { ...ledger, of }
  })
  engine = await engines.open()
  await engines.ledger.createTenant('acme')
})
afterAll(() => engines.close())

const publish = (by: Actor, text: string, tenant = 'default') =>
  engine.templates.publish({ tenant, by, document: text, file: 'template.yaml', files: {} })
const withdraw = (by: Actor, template: string, tenant = 'default') =>
  engine.templates.withdraw({ tenant, by, template, reason: 'it is wrong' })
const submit = async (pipeline: string, by: Actor = OPS, at: Engine = engine) =>
  (await at.submit({ ...submissionOf(pipeline), by })).run
const listed = async (id: string, tenant = 'default'): Promise<TemplateView | undefined> =>
  (await engine.templates.list(tenant)).find(({ name, version }) => `${name}@${version}` === id)
const vote = (run: string, voter: Actor) =>
  engine.decide({ tenant: 'default', run, stage: 'ask', voter, decision: 'approve', comment: null })

describe('a published template', () => {
  test('is a version of its tenant, by who asked, with a link of the chain that names its digest', async () => {
    const { template, created } = await publish(ADA, document('first', '1.0.0'))
    expect(created).toBe(true)
    expect(template).toMatchObject({
      name: 'first',
      maxTier: 1,
      published: { by: ADA, at: engines.now },
      withdrawn: null,
      revoked: null,
    })
    const links = (await engines.ledger.revocations(new Map())).map(({ body }) => openRevocation(body))
    expect(links.at(-1)).toMatchObject({
      kind: 'published',
      scope: 'template',
      target: 'first@1.0.0',
      digest: template.digest,
      by: ADA,
      policy: { because: ['admins-do-everything'] },
    })
    expect((await verifyLedger(engines.ledger, null)).broken).toEqual([])
  })

  test('published again with the same content is the same; with another it is refused, and that is written down', async () => {
    await publish(ADA, document('same', '1.0.0'))
    expect(await publish(KIM, document('same', '1.0.0'))).toMatchObject({
      created: false,
      template: { published: { by: ADA } },
    })
    await expect(publish(KIM, document('same', '1.0.0', 'description: other'))).rejects.toMatchObject({
      code: 'MUSTER_TEMPLATE_IMMUTABLE',
    })
    const [refusal] = await engine.refusals.list('default', null, 1)
    expect(refusal).toMatchObject({
      by: { name: 'kim' },
      door: 'template.publish',
      on: 'same@1.0.0',
      because: 'MUSTER_TEMPLATE_IMMUTABLE',
    })
    expect((await listed('same@1.0.0'))?.description).toBeNull()
  })

  test('of two at once with one name and version one is published, and the other refused', async () => {
    const texts = ['one', 'two'].map((description) =>
      document('race', '1.0.0', `description: ${description}`),
    )
    const results = await Promise.allSettled(texts.map((text) => publish(ADA, text)))
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test('is not published with a fault in it, which is told with its place', async () => {
    await expect(publish(ADA, 'name: broken\nversion: one\ntier: 0\n')).rejects.toMatchObject({
      code: 'MUSTER_TEMPLATE_INVALID',
      problems: [{ line: 2, file: 'template.yaml' }],
    })
  })

  test('is published by those whom policies let, and by no others', async () => {
    for (const by of [OPS, BEN])
      await expect(publish(by, document('mine', '1.0.0'))).rejects.toMatchObject({
        code: 'MUSTER_POLICY_DENIED',
      })
    expect((await publish(KIM, document('mine', '1.0.0'))).created).toBe(true)
    const open = 'name: mine\nversion: 2.0.0\ntier: 0\n'
    await expect(publish(KIM, open)).rejects.toMatchObject({ code: 'MUSTER_POLICY_DENIED' })
    expect((await publish(ADA, open)).created).toBe(true)
    await expect(withdraw(KIM, 'mine@2.0.0')).rejects.toMatchObject({ code: 'MUSTER_POLICY_DENIED' })
  })

  test('is not there for another tenant: neither listed, nor used, nor withdrawn', async () => {
    await publish(ADA, document('secret', '1.0.0'))
    expect(await listed('secret@1.0.0', 'acme')).toBeUndefined()
    await expect(
      engine.submit({ ...submissionOf(using('secret')), tenant: 'acme', by: OPS }),
    ).rejects.toMatchObject({ code: 'MUSTER_PIPELINE_INVALID' })
    await expect(withdraw(ADA, 'secret@1.0.0', 'acme')).rejects.toMatchObject({
      code: 'MUSTER_TEMPLATE_NOT_FOUND',
    })
    expect((await publish(ADA, document('secret', '1.0.0', 'description: theirs'), 'acme')).created).toBe(
      true,
    )
  })
})

describe('a run', () => {
  test('pins the content and who published it, the highest version within its range, wherever that is from', async () => {
    await publish(ADA, document('many', '1.0.0'))
    await publish(KIM, document('many', '1.1.0'))
    await publish(ADA, document('many', '2.0.0'))
    const { id } = await submit(using('many@^1'))
    const graph = await engines.ledger.graph(id)
    expect(graph.publishers).toEqual({ 'many@1.1.0': KIM })
    expect(graph.templates['many@1.1.0']?.digest).toBe((await listed('many@1.1.0'))?.digest)
    const shipped = await engines.ledger.graph((await submit(using('default'))).id)
    expect(shipped).not.toHaveProperty('publishers')
  })

  test('uses what is published before a file of the same name and version', async () => {
    const [file] = (await engine.templates.list('default')).filter(({ name }) => name === 'held')
    const id = `held@${file?.version}`
    await publish(ADA, document('held', file?.version ?? '', 'description: published'))
    expect((await listed(id))?.description).toBe('published')
    const { graphDigest, id: run } = await submit(using(id))
    expect((await engines.ledger.graph(run)).templates[id]?.description).toBe('published')
    expect((await engine.templates.list('acme')).find(({ name }) => name === 'held')?.published).toBeNull()
    await withdraw(ADA, id)
    await expect(submit(using(id))).rejects.toMatchObject({
      code: 'MUSTER_PIPELINE_INVALID',
      problems: [{ message: `Template \`${id}\` is revoked for new runs by ada: it is wrong` }],
    })
    expect((await engines.ledger.run('default', run))?.graphDigest).toBe(graphDigest)
  })

  test('is not decided by who published its template, unless the gate says so, and everybody is told', async () => {
    await publish(ADA, document('judged', '1.0.0'))
    const { id } = await submit(using('judged'))
    await expect(vote(id, ADA)).rejects.toMatchObject({
      code: 'MUSTER_GATE_PUBLISHER',
      message: expect.stringContaining('`ada` published template `judged@1.0.0`') as string,
    })
    const shown = await engine.evidence({ tenant: 'default', run: id, stage: 'ask', viewer: ADA })
    expect(shown.who).toMatchObject({
      publishers: { 'judged@1.0.0': ADA },
      you: { may: false, because: 'publisher', template: 'judged@1.0.0' },
    })
    expect(await vote(id, BEN)).toBe('approved')
    const open = await submit(using('judged', ', allow_author: true'))
    expect(await vote(open.id, ADA)).toBe('approved')
  })

  test('that began before its template was withdrawn goes on, and none begins after, whoever decides it', async () => {
    const other = await engines.open()
    await publish(ADA, document('leaving', '1.0.0'))
    const { id } = await submit(using('leaving'), OPS, other)
    expect(await withdraw(ADA, 'leaving@1.0.0')).toEqual({ changed: true })
    expect(await withdraw(ADA, 'leaving@1.0.0')).toEqual({ changed: false })
    // The other engine has not heard of it: its commit is refused, and decided again.
    await expect(submit(using('leaving'), OPS, other)).rejects.toMatchObject({
      code: 'MUSTER_TEMPLATE_WITHDRAWN',
    })
    await expect(submit(using('leaving'))).rejects.toMatchObject({ code: 'MUSTER_PIPELINE_INVALID' })
    expect(await vote(id, BEN)).toBe('approved')
    await engine.flush()
    expect(engines.attempts().some(({ run, stage }) => run === id && stage === 'work')).toBe(true)
    await expect(publish(ADA, document('leaving', '1.0.0'))).rejects.toMatchObject({
      code: 'MUSTER_TEMPLATE_WITHDRAWN',
    })
    expect(await listed('leaving@1.0.0')).toMatchObject({ withdrawn: { by: ADA, reason: 'it is wrong' } })
  })

  test('begins with what another process published a moment ago', async () => {
    const other = await engines.open()
    await publish(ADA, document('fresh', '1.0.0'))
    expect((await submit(using('fresh'), OPS, other)).status).toBe('running')
  })

  test('does not begin with a template that the ledger holds otherwise than it was published', async () => {
    await publish(ADA, document('solid', '1.0.0'))
    forged = (template) =>
      template.name === 'solid' ? { ...template, commands: { execute: ['sh', '-c', 'true'] } } : template
    try {
      const other = await engines.open()
      await expect(submit(using('solid'), OPS, other)).rejects.toMatchObject({
        code: 'MUSTER_PIPELINE_INVALID',
      })
    } finally {
      forged = null
    }
    expect((await submit(using('solid'), OPS, await engines.open())).status).toBe('running')
  })
})
