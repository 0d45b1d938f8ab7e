import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSession, type Session } from './session.ts'
import { allDocs, type Block, blocksOf, type Doc, readDoc } from './support.ts'

/** What is not typed here, by document and beginning, and why. */
const NOT_RUN: readonly { readonly doc: string; readonly begins: string; readonly because: string }[] = [
  { doc: 'README.md', begins: 'npm install && npm test', because: 'it is what runs this test' },
  {
    doc: 'docs/how-to/keep-the-ledger-small.md',
    begins: 'MUSTER_KEEP_RUNS=90d',
    because: 'one machine has one Muster per home',
  },
  {
    doc: 'docs/how-to/scale-workers.md',
    begins: 'npx muster up',
    because: 'one machine has one Muster per home',
  },
  {
    doc: 'docs/how-to/scale-workers.md',
    begins: 'export MUSTER_LEDGER_URL',
    because: 'it names servers of the reader',
  },
  {
    doc: 'docs/how-to/scale-workers.md',
    begins: 'export MUSTER_STORE_URL',
    because: 'it names servers of the reader',
  },
  {
    doc: 'docs/how-to/scale-workers.md',
    begins: 'npx muster planner',
    because: 'it needs servers of the reader',
  },
  {
    doc: 'docs/how-to/scale-workers.md',
    begins: 'npx muster worker',
    because: 'it needs servers of the reader',
  },
  { doc: 'docs/how-to/scale-workers.md', begins: 'export MUSTER_TOKEN', because: 'it needs Docker' },
  {
    doc: 'docs/how-to/scale-workers.md',
    begins: 'MUSTER_URL=',
    because: 'it speaks to the containers of the reader',
  },
]
/** What documents need beside Node; `.ci/run` sees to python3. */
const PROGRAMS = ['python3', 'curl']
const ABSENT = PROGRAMS.filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0)
/** These start their own Muster; the others assume that one is up. */
const ALONE = ['README.md', 'docs/tutorial.md']
const MINUTES = 60_000

const withCommands = allDocs().filter((doc) => blocksOf(doc).some(({ lang }) => lang === 'sh'))
const shared = withCommands.filter(({ path }) => !ALONE.includes(path))

function whyNot(doc: Doc, block: Block): string | null {
  return NOT_RUN.find((one) => one.doc === doc.path && block.text.startsWith(one.begins))?.because ?? null
}

/** Types a document from its beginning to its end; answers the lines that it shows and nothing wrote. */
async function follow(session: Session, doc: Doc): Promise<readonly string[]> {
  const missing: string[] = []
  for (const block of blocksOf(doc)) {
    if (block.flags.has('file')) session.write(block)
    else if (block.lang === 'sh' && !block.flags.has('first') && whyNot(doc, block) === null)
      await session.type(block)
    else if (block.lang === 'text' && !block.flags.has('example'))
      missing.push(...(await session.missing(block)).map((line) => `${doc.path}:${block.line} ${line}`))
  }
  return missing
}

/** Tests a document; on a machine that lacks what it needs the test is skipped and says so. */
function testDoc(doc: Doc, type: () => Promise<readonly string[]>): void {
  const lacks = ABSENT.filter((name) => blocksOf(doc).some(({ text }) => text.includes(name)))
  const needs = lacks.length === 0 ? '' : `, but needs ${lacks.join(' and ')}`
  test.skipIf(lacks.length > 0)(
    `whoever types what ${doc.path} says sees what it shows${needs}`,
    async () => expect(await type()).toEqual([]),
    4 * MINUTES,
  )
}

for (const doc of ALONE.map(readDoc))
  testDoc(doc, async () => {
    const session = openSession()
    try {
      return await follow(session, doc)
    } finally {
      await session.close()
    }
  })

describe('with a Muster that is up', () => {
  let session: Session

  beforeAll(async () => {
    session = openSession()
    // Templates are read when Muster starts.
    for (const block of shared.flatMap(blocksOf)) if (block.flags.has('file')) session.write(block)
    for (const block of shared.flatMap(blocksOf)) if (block.flags.has('first')) await session.type(block)
    const up = 'npx muster up --workers 1\n'
    const block = { lang: 'sh', flags: new Map([['background', '']]), text: up, line: 0 }
    await session.type(block)
    const ready = { ...block, lang: 'text', text: 'Ctrl-C stops it; open runs are kept.' }
    const missing = await session.missing(ready)
    if (missing.length > 0) throw new Error('no Muster came up')
  }, 2 * MINUTES)
  afterAll(() => session?.close(), MINUTES)

  for (const doc of shared) testDoc(doc, () => follow(session, doc))
})

test('CI lacks no program that it installs', () => {
  expect(process.env['CI'] === undefined ? [] : ABSENT).not.toContain('python3')
})

test('whatever is not run here is in a document', () => {
  const stale = NOT_RUN.filter(
    ({ doc, begins }) =>
      !blocksOf(readDoc(doc)).some(({ lang, text }) => lang === 'sh' && text.startsWith(begins)),
  )
  expect(stale).toEqual([])
})
