import { join } from 'node:path'
import { parsePipeline, parseTemplate, templateSource } from '@muster/dsl'
import { loadTemplates } from '@muster/engine'
import { beforeAll, expect, test } from 'vitest'
import { allDocs, type Block, blocksOf, type Doc, ROOT } from './support.ts'

interface Case {
  readonly at: string
  readonly doc: Doc
  readonly block: Block
}

const CASES: readonly Case[] = allDocs().flatMap((doc) =>
  blocksOf(doc)
    .filter(({ lang }) => lang === 'yaml')
    .map((block) => ({ at: `${doc.path}:${block.line}`, doc, block })),
)
/** What a template names beside itself is there when its document is followed. */
const read = () => new Uint8Array()
const isTemplate = ({ block }: Case) => block.flags.has('template')
const isPipeline = (one: Case) =>
  !isTemplate(one) && /^name:/m.test(one.block.text) && /^stages:/m.test(one.block.text)

let shipped: Awaited<ReturnType<typeof loadTemplates>>
beforeAll(async () => {
  shipped = await loadTemplates([join(ROOT, 'templates')])
})

test.each(CASES.filter(isTemplate))('the template at $at is valid', ({ at, block }) => {
  expect(parseTemplate(block.text, { file: at, read }).problems).toEqual([])
})

test.each(CASES.filter(isPipeline))(
  'the pipeline at $at is valid, or marked as faulty',
  ({ at, doc, block }) => {
    const own = CASES.filter((one) => one.doc === doc && isTemplate(one)).flatMap(
      (one) => parseTemplate(one.block.text, { file: one.at, read }).template ?? [],
    )
    const templates = templateSource([...own, ...shipped.templates])
    const { problems } = parsePipeline(block.text, { file: at, templates })
    if (block.flags.has('faulty')) expect(problems).not.toEqual([])
    else expect(problems).toEqual([])
  },
)

test('there are pipelines and templates to check', () => {
  expect(shipped.problems).toEqual([])
  expect(CASES.filter(isTemplate).length).toBeGreaterThan(2)
  expect(CASES.filter(isPipeline).length).toBeGreaterThan(8)
})
