import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ERRORS } from '@muster/core'
import { expect, test } from 'vitest'
import { filesBelow, namesOf, ROOT, readDoc, sectionOf } from './support.ts'

/** Variables that Muster sets for agents. */
const AGENT_SOURCES = [
  'packages/runtime/src/program-env.ts',
  'packages/runtime/src/effects/command-run.ts',
  'apps/worker/src/run-worker.ts',
]
const packages = ['packages', 'apps'].flatMap((group) =>
  readdirSync(join(ROOT, group)).flatMap((name) => filesBelow(join(group, name, 'src'), '.ts')),
)
const SOURCES = [
  ...packages,
  ...filesBelow('docker', '.mjs'),
  'apps/cli/bin/muster.js',
  'docker-compose.yml',
  'Dockerfile',
]

/** The variables of Muster that these files name; error codes look alike and are none. */
function variablesIn(files: readonly string[]): ReadonlySet<string> {
  const texts = files.map((file) => readFileSync(join(ROOT, file), 'utf8'))
  const named = texts.flatMap((text) => text.match(/\bMUSTER_[A-Z_]*[A-Z]\b(?!_)/g) ?? [])
  return new Set(named.filter((name) => !Object.hasOwn(ERRORS, name)))
}

/** These are settings, and agents see them too. */
const SETTINGS_TOO = ['MUSTER_PROJECT_DIR', 'MUSTER_MODEL']

const agent = variablesIn(AGENT_SOURCES)
const all = variablesIn(SOURCES)

test('config.md has every variable that the sources name, and no other', () => {
  const doc = readDoc('docs/reference/config.md')
  const headings = ['Variables', 'Variables of docker-compose.yml', 'Variables of the tests']
  const documented = new Set(headings.flatMap((heading) => namesOf(sectionOf(doc, heading))))
  const expected = [...all].filter((name) => !agent.has(name) || SETTINGS_TOO.includes(name))
  expect([...documented].sort()).toEqual(expected.sort())
})

test('template.md has every variable that agents are given, and no other of Muster', () => {
  const documented = namesOf(sectionOf(readDoc('docs/reference/template.md'), 'What a program sees'))
  const given = documented.filter((name) => /^MUSTER_[A-Z_]+$/.test(name))
  expect([...new Set(given)].sort()).toEqual([...agent].sort())
})
