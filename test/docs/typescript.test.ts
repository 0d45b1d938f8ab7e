import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { allDocs, blocksOf, ROOT } from './support.ts'

const run = promisify(execFile)

test('every ts block is sound', async () => {
  const parent = join(ROOT, 'node_modules/.cache')
  mkdirSync(parent, { recursive: true })
  const directory = mkdtempSync(join(parent, 'muster-docs-'))
  try {
    const blocks = allDocs().flatMap((doc) =>
      blocksOf(doc)
        .filter(({ lang }) => lang === 'ts')
        .map(({ text, line }) => ({ name: `${doc.path.replaceAll('/', '-')}-${line}.ts`, text })),
    )
    expect(blocks.length).toBeGreaterThan(0)
    for (const { name, text } of blocks) writeFileSync(join(directory, name), text)
    const options = {
      extends: join(ROOT, 'tsconfig.test.json'),
      compilerOptions: { rootDir: ROOT, typeRoots: [join(ROOT, 'node_modules/@types')] },
      files: blocks.map(({ name }) => name),
      include: [],
    }
    writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(options))
    const said = await run(join(ROOT, 'node_modules/.bin/tsc'), ['-p', directory]).catch(
      (error: { stdout: string }) => error,
    )
    expect(said.stdout).toBe('')
  } finally {
    rmSync(directory, { recursive: true })
  }
}, 120_000)
