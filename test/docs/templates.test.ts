import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { ROOT, readDoc, rowsOf, sectionOf } from './support.ts'

interface Spec {
  readonly type: string
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly string[]
}
interface Document {
  readonly version: string
  readonly description: string
  readonly tier: number
  readonly inputs?: Readonly<Record<string, Spec>>
  readonly binaries?: readonly { readonly name: string; readonly version?: string; readonly when?: string }[]
  readonly sandbox?: Readonly<Record<string, string>>
  readonly effects?: readonly { readonly verb: string }[]
  readonly outputs?: readonly string[]
}

const DOC = readDoc('docs/reference/templates.md')
const NAMES = readdirSync(join(ROOT, 'templates')).flatMap((file) => /^(.+)\.yaml$/.exec(file)?.[1] ?? [])
const quoted = (words: readonly string[], otherwise: string) =>
  words.map((word) => `\`${word}\``).join(', ') || otherwise

function aboutOf(template: Document): readonly string[][] {
  const binaries = (template.binaries ?? []).map(({ name, version, when }) =>
    [`\`${name}\``, version ?? [], when === undefined ? [] : `when \`${when}\``].flat().join(' '),
  )
  const walls = Object.entries(template.sandbox ?? {}).map(([key, value]) => `${key}: ${value}`)
  const verbs = (template.effects ?? []).map(({ verb }) => verb)
  return [
    ['Version', `\`${template.version}\``],
    ['Tier', String(template.tier)],
    ['Binaries', binaries.join('; ') || 'none'],
    ['Sandbox', quoted(walls, 'none beyond its tier')],
    ['Effects', quoted(verbs, 'none')],
    ['Outputs', quoted(template.outputs ?? [], 'none promised')],
  ]
}

function inputsOf({ inputs = {} }: Document): readonly string[][] {
  return Object.entries(inputs).map(([name, spec]) => [
    `\`${name}\``,
    spec.enum === undefined ? spec.type : `${spec.type} of ${quoted(spec.enum, '')}`,
    spec.default === undefined ? 'required' : JSON.stringify(spec.default),
    spec.description?.trim() ?? '',
  ])
}

/** A row as it is compared: defaults by value, however they are spaced. */
function plain(row: readonly string[]): readonly string[] {
  const shown = /^`(.*)`$/s.exec(row[2] ?? '')?.[1]
  return row.map((cell, index) =>
    (index === 2 && shown !== undefined ? JSON.stringify(JSON.parse(shown)) : cell).replace(/\s+/g, ' '),
  )
}

test('templates.md has every template that Muster ships, and no other', () => {
  const headings = [...DOC.text.matchAll(/^## (.+)$/gm)].map(([, name]) => name)
  expect(headings).toEqual(NAMES.toSorted())
})

describe.each(NAMES)('templates.md on %s', (name) => {
  const template = parse(readFileSync(join(ROOT, 'templates', `${name}.yaml`), 'utf8')) as Document
  const section = sectionOf(DOC, name)
  const about = aboutOf(template)

  test('says what the file says of it, and of each input', () => {
    expect(section.replace(/\s+/g, ' ')).toContain(template.description.replace(/\s+/g, ' ').trim())
    const rows = rowsOf(section)
    expect(rows.slice(0, about.length)).toEqual(about)
    expect(rows.slice(about.length).map(plain)).toEqual(inputsOf(template).map(plain))
  })
})
