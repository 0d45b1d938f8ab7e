import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { allDocs, blocksOf, type Doc, proseOf, ROOT, readDoc } from './support.ts'

/** Targets of links and images that lead to a file of this repository. */
function targetsOf(doc: Doc): readonly string[] {
  const prose = proseOf(doc).replaceAll(/`[^`\n]*`/g, '')
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g), ...prose.matchAll(/(?:src|srcset|href)="([^"]+)"/g)]
  return links.map(([, target = '']) => target).filter((target) => !/^[a-z]+:/.test(target))
}

/** The anchor that GitHub gives a heading. */
function anchorsOf(doc: Doc): readonly string[] {
  return [...proseOf(doc).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

test.each(allDocs().map((doc) => [doc.path, doc] as const))(
  'every link of %s leads somewhere',
  (_path, doc) => {
    const broken = targetsOf(doc).filter((target) => {
      const [file = '', anchor] = target.split('#')
      const path = file === '' ? doc.path : join(dirname(doc.path), file)
      if (!existsSync(join(ROOT, path))) return true
      return anchor !== undefined && !anchorsOf(readDoc(path)).includes(anchor)
    })
    expect(broken).toEqual([])
  },
)

test('every document is in the index', () => {
  const index = targetsOf(readDoc('docs/README.md')).map((target) => join('docs', target))
  const docs = allDocs().map(({ path }) => path)
  expect(
    docs.filter((path) => path.startsWith('docs/') && path !== 'docs/README.md' && !index.includes(path)),
  ).toEqual([])
})

test.each(allDocs().map((doc) => [doc.path, doc] as const))(
  '%s names only files that are there or that the reader writes',
  (_path, doc) => {
    const named = [
      ...proseOf(doc).matchAll(/`((?:packages|apps|test|templates|schemas|docs|examples)\/[\w./-]*\w)`/g),
    ]
    const written = blocksOf(doc).map(({ flags }) => flags.get('file'))
    const missing = named
      .map(([, path = '']) => path)
      .filter((path) => !written.includes(path) && !existsSync(join(ROOT, path)))
    expect(missing).toEqual([])
  },
)
