import { DEFAULT_SANDBOX, type TemplateView } from '@muster/core'
import { expect, test } from 'vitest'
import { templateLines, templateRow } from '../src/render/template-lines.ts'

const ADA = { kind: 'person', name: 'ada', roles: [] } as const
const FILE: TemplateView = {
  name: 'count',
  version: '1.0.0',
  description: null,
  tier: 0,
  inputs: {},
  binaries: [],
  commands: {},
  agent: null,
  env: {},
  outputs: ['words'],
  sandbox: DEFAULT_SANDBOX,
  files: {},
  digest: 'sha256:0',
  published: null,
  withdrawn: null,
  revoked: null,
}
const ended = { by: ADA, at: 0, reason: 'it is\u001b[31m wrong' }

test('a template says whether it is a file or who published it, and whether it may be used', () => {
  expect(templateRow(FILE)).toEqual(['count', '1.0.0', 'T0', 'T4', 'no, a file', 'yes'])
  const published = { ...FILE, maxTier: 1, published: { by: ADA, at: 0 } } as const
  expect(templateRow(published).slice(3)).toEqual(['T1', expect.stringMatching(/^ada, \d{4}-/), 'yes'])
  expect(templateRow({ ...published, withdrawn: ended }).at(-1)).toMatch(/^by no new run, says ada: it is/)
  expect(templateRow({ ...published, withdrawn: ended, revoked: ended }).at(-1)).toMatch(/^revoked by ada/)
  expect(templateLines(FILE)).toContain('  outputs      words')
})

test('a reason steers no terminal', () => {
  expect(templateLines({ ...FILE, revoked: ended }).join('')).not.toContain('\u001b')
})
