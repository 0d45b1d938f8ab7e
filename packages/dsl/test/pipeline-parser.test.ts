import { createPipelineParser, parsePipeline } from '@muster/dsl'
import { expect, test } from 'vitest'
import { stagesText, TEMPLATES } from './support/documents.ts'

const VALID = stagesText([{ name: 'a' }])
const FAULTY = stagesText([{ nam: 'a' }])
const fresh = (text: string, file: string) => parsePipeline(text, { file, templates: TEMPLATES })

test('a valid document is read once, however often it comes and whatever it is called', () => {
  const parse = createPipelineParser(TEMPLATES)
  const first = parse(VALID, 'a.yaml')
  expect(first).toEqual(fresh(VALID, 'a.yaml'))
  expect(parse(VALID, 'b.yaml')).toBe(first)
})

test('the faults of a document name the file that it came from this time', () => {
  const parse = createPipelineParser(TEMPLATES)
  expect(parse(FAULTY, 'a.yaml')).toEqual(fresh(FAULTY, 'a.yaml'))
  expect(parse(FAULTY, 'b.yaml')).toEqual(fresh(FAULTY, 'b.yaml'))
})

test('what was not asked for lately is forgotten, and what was is kept', () => {
  const parse = createPipelineParser(TEMPLATES)
  const long = (index: number) => `# ${index} ${'x'.repeat(900_000)}\n${VALID}`
  const [first, second] = [parse(long(1), 'p'), parse(long(2), 'p')]
  expect(parse(long(1), 'p')).toBe(first)
  parse(long(3), 'p')
  expect(parse(long(1), 'p')).toBe(first)
  expect(parse(long(2), 'p')).not.toBe(second)
})

test('a document above the limit is refused as ever', () => {
  const parse = createPipelineParser(TEMPLATES, { maxBytes: 10 })
  expect(parse(VALID, 'p').problems).toMatchObject([{ code: 'TOO_LARGE' }])
})

test('a document too long to be remembered drives out none', () => {
  const parse = createPipelineParser(TEMPLATES, { maxBytes: 4_000_000 })
  const first = parse(VALID, 'p')
  expect(parse(`# ${'x'.repeat(3_000_000)}\n${VALID}`, 'p').problems).toEqual([])
  expect(parse(VALID, 'p')).toBe(first)
})
