import { execFileSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { firstFault, openProject, ROOT, type Walk } from '../support/templates.ts'

vi.setConfig({ testTimeout: 120_000 })

// Put together here, so that whoever reviews this file finds none.
const AWS = `AKIA${'IOSFODNN7EXAMPLE'.replace('EXAMPLE', 'QWERTYU')}`
const GITHUB = `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`
const KEY = `-----BEGIN RSA ${'PRIVATE'} KEY-----`
const RANDOM = 'q7Zr2' + 'Kp9XwVb4LmT8sYc1NdF6hJg3RtE5aUo0'
const TODO = 'TO' + 'DO'
const [OURS, THEIRS] = ['<'.repeat(7), '>'.repeat(7)]

async function lay(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), text)
  }
}

interface Finding {
  readonly path: string
  readonly line: number | null
  readonly kind: string
  readonly severity: string
  readonly problem: string
}

async function findingsOf(walked: Walk): Promise<readonly Finding[]> {
  return JSON.parse((await walked.artifact('findings.json')) ?? 'null') as readonly Finding[]
}

async function placesOf(walked: Walk): Promise<readonly string[]> {
  return (await findingsOf(walked)).map(({ path, line, kind }) => `${path}:${line ?? '-'} ${kind}`).sort()
}

describe('a review of a directory', () => {
  test('counts files, marks and files that are too long, without a repository, and changes nothing', async () => {
    const { directory, walk } = await openProject()
    await lay(directory, {
      'src/a.ts': `// ${TODO} one\nconst a = 1\n// FIXME two`,
      'src/long.txt': 'x\n'.repeat(11),
      'src/binary': `${TODO}\0`,
      'src/node_modules/b.ts': TODO,
    })
    const walked = await walk('code-review', { path: 'src', max_lines: 10 })
    expect(firstFault(walked)).toBeNull()
    expect(walked.outputs).toMatchObject({
      files: 2,
      lines: 14,
      marks: 2,
      oversized: 1,
      findings: 3,
      high: 0,
    })
    expect(await placesOf(walked)).toEqual(['src/a.ts:1 mark', 'src/a.ts:3 mark', 'src/long.txt:- oversized'])
    const report = (await walked.artifact('review.md')) ?? ''
    expect(report).toContain('| low | `src/a.ts:3` | `FIXME` was left in this line. |')
    expect(report).toContain('shellcheck is not on this worker.')
    expect(firstFault(await walk('code-review', { path: 'src', max_findings: 1 }))?.[0]).toBe('VERIFY')
    expect(firstFault(await walk('code-review', { path: 'nowhere' }))?.[0]).toBe('PLAN')
    expect(firstFault(await walk('code-review', { path: '..' }))?.[0]).toBe('PLAN')
  })

  test('finds secrets by their form and by their randomness, tells none of them, and leaves digests alone', async () => {
    const { directory, walk } = await openProject()
    await lay(directory, {
      'app.env': `A=${AWS}\nB=${GITHUB}\n${KEY}\nDB=postgres://me:${'s3cretpw'}@db/x\n`,
      'app.js': `const apiToken = '${'kT9x2mQ7vB4nLw8z'}'\nuse("${RANDOM}")\nconst password = 'example-placeholder'\n`,
      'lock.json': `{"integrity": "sha512-${RANDOM}${RANDOM}==", "sha": "${'0a1b2c3d'.repeat(8)}"}\n`,
      'words.ts':
        'const path = "packages/runtime/src/phases/bootstrap/and/so/on"\nDB=postgres://me:$' + '{PW}@db/x\n',
    })
    const walked = await walk('code-review', { max_high: 0 })
    expect(await placesOf(walked)).toEqual([
      'app.env:1 secret',
      'app.env:2 secret',
      'app.env:3 secret',
      'app.env:4 secret',
      'app.js:1 secret',
      'app.js:2 secret',
    ])
    expect(walked.outputs).toMatchObject({ secrets: 6, high: 6 })
    expect(firstFault(walked)?.[1]).toContain('6 findings of high severity; at most 0 are allowed')
    const told = [walked.lines, walked.outcomes, await walked.artifact('review.md'), await findingsOf(walked)]
    for (const secret of [AWS, GITHUB, RANDOM, 's3cretpw', 'kT9x2mQ7vB4nLw8z'])
      expect(JSON.stringify(told)).not.toContain(secret)
  })
})

describe('a review of what changed in a git repository', () => {
  async function openRepository(path?: string) {
    const project = await openProject(path === undefined ? {} : { path: () => path })
    const git = (...args: string[]) =>
      execFileSync(
        'git',
        ['-C', project.directory, '-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args],
        {
          encoding: 'utf8',
        },
      ).trim()
    git('init', '-q', '-b', 'main')
    await lay(project.directory, {
      '.gitignore': '.muster\nnode_modules\n',
      'src/old.ts': `// ${TODO} as old as the hills\nconst one = 1\n`,
      'src/kept.ts': 'export const kept = 1\n',
      'test/kept.test.ts': "import { kept } from '../src/kept.ts'\n",
    })
    git('add', '.')
    git('commit', '-qm', 'first')
    return { ...project, git }
  }

  test('looks at added lines alone, and at sources that changed without their tests', async () => {
    const { directory, git, walk } = await openRepository()
    const base = git('rev-parse', 'HEAD')
    await lay(directory, {
      'src/old.ts': `// ${TODO} as old as the hills\nconst one = 1\n// ${TODO} new\n${OURS} HEAD\na\n${THEIRS} b\n`,
      'src/kept.ts': 'export const kept = 2\n',
      'test/kept.test.ts': "import { kept } from '../src/kept.ts'\nkept()\n",
      'docs/a b.md': 'Heading\n=======\n',
    })
    git('add', '.')
    git('commit', '-qm', 'second')
    await lay(directory, { 'src/old.ts': '', 'src/later.ts': `// ${TODO}\n` })

    const committed = await walk('code-review', { base, head: 'HEAD' })
    expect(firstFault(committed)).toBeNull()
    expect(await placesOf(committed)).toEqual([
      'src/old.ts:3 mark',
      'src/old.ts:3 untested',
      'src/old.ts:4 conflict',
      'src/old.ts:6 conflict',
    ])
    expect(committed.outputs).toMatchObject({ files: 4, lines: 8, conflicts: 2, untested: 1, high: 2 })
    expect(committed.outcomes.PLAN?.record['plan']).toMatchObject({ base, head: git('rev-parse', 'HEAD') })

    const uncommitted = await walk('code-review', { base: 'HEAD', path: 'src' })
    expect(await placesOf(uncommitted)).toEqual(['src/later.ts:1 mark', 'src/later.ts:1 untested'])
    expect(git('status', '--short')).toBe('M src/old.ts\n?? src/later.ts')
    for (const wrong of ['no-such', '--output=x', 'HEAD:src'])
      expect(firstFault(await walk('code-review', { base: wrong }))?.[0]).toBe('PLAN')
  })

  test('runs no program that the repository names', async () => {
    const { directory, git, walk } = await openRepository()
    await lay(directory, { '.gitattributes': '*.ts diff=evil\n', 'src/old.ts': 'const two = 2\n' })
    const evil = join(directory, 'evil')
    await writeFile(evil, `#!/bin/sh\ntouch ${directory}/ran\n`, { mode: 0o755 })
    for (const key of [
      'diff.external',
      'core.fsmonitor',
      'diff.evil.textconv',
      'diff.evil.command',
      'core.pager',
    ])
      git('config', key, evil)
    const walked = await walk('code-review', { base: 'HEAD', path: 'src' })
    expect(walked.outputs).toMatchObject({ files: 1, lines: 1 })
    await expect(readFile(join(directory, 'ran'))).rejects.toThrow('ENOENT')
  })

  test('adds what the linter oxlint finds in new lines, as a program of this repository', async () => {
    const { directory, git, walk } = await openRepository(join(ROOT, 'node_modules', '.bin'))
    await lay(directory, { 'src/bad.js': 'debugger\nvar used = 1\nif (used = 2) {}\n' })
    git('add', '.')
    git('commit', '-qm', 'second')
    await lay(directory, { 'src/bad.js': 'debugger\nvar used = 1\nif (used = 2) {}\ndebugger\n' })
    const linters = [
      { command: ['oxlint', '--format=unix'], files: ['.js'] },
      { command: ['no-such-linter'], files: ['.js'] },
    ]
    const walked = await walk('code-review', { base: 'HEAD', linters })
    expect((await placesOf(walked)).filter((place) => place.endsWith('lint'))).toEqual(['src/bad.js:4 lint'])
    expect(await walked.artifact('review.md')).toContain('no-such-linter is not on this worker.')
  })
})
