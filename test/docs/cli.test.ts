import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runProgram } from '../../apps/cli/src/program.ts'
import { namesOf, ROOT, readDoc, sectionOf } from './support.ts'

const DOC = readDoc('docs/reference/cli.md')

/** What `muster ARGS --help` writes. */
async function help(args: readonly string[]): Promise<string> {
  let text = ''
  const out = { write: (more: string) => void (text += more), terminal: null }
  await runProgram(
    [...args, '--help'],
    { env: {}, cwd: ROOT, user: 'sam', out, err: out, now: Date.now },
    '0',
  )
  return text
}

/** The terms of one section of a help text: flags, or names of commands. */
function terms(text: string, title: string): readonly string[] {
  const section = text.split(`\n${title}:\n`)[1]?.split('\n\n')[0] ?? ''
  return section.split('\n').flatMap((line) => /^ {2}(\S.*?)(?: {2}|$)/.exec(line)?.[1] ?? [])
}

/** Every command that does something, by its words. */
async function commands(above: readonly string[] = []): Promise<readonly (readonly string[])[]> {
  const names = terms(await help(above), 'Commands').map((term) => term.split(' ')[0] ?? '')
  const inner = names.filter((name) => above.length === 0 || name !== 'help')
  const found = await Promise.all(
    inner.map(async (name) => {
      const path = [...above, name]
      if (name === 'help') return [path]
      const below = await commands(path)
      const itself = below.length === 0 || /^Usage: .* (<\w+>|\[arguments\.\.\.\])/m.test(await help(path))
      return itself ? [path, ...below] : below
    }),
  )
  return found.flat()
}

const COMMANDS = await commands()

describe('cli.md', () => {
  test('has a section for each command, and no other', () => {
    const headings = [...DOC.text.matchAll(/^## muster (.+)$/gm)].map(([, name]) => name)
    expect(headings.toSorted()).toEqual(COMMANDS.map((path) => path.join(' ')).sort())
  })

  test('has the options of every command, and no other', async () => {
    expect(namesOf(sectionOf(DOC, 'Options of every command')).filter(isFlag)).toEqual(
      terms(await help([]), 'Options'),
    )
  })

  const own = COMMANDS.filter(([name]) => name !== 'help' && name !== 'worker')
  test.each(own.map((path) => [path.join(' '), path] as const))(
    'has the options of %s, and no other',
    async (name, path) => {
      const given = terms(await help(path), 'Options').filter((term) => term !== '-h, --help')
      expect(namesOf(sectionOf(DOC, `muster ${name}`)).filter(isFlag)).toEqual(given)
    },
  )

  test('has the options that a worker takes, and no other', () => {
    const source = readFileSync(join(ROOT, 'apps/worker/src/config.ts'), 'utf8')
    const taken = [...source.matchAll(/^ {8}'?([a-z-]+)'?: (?:TEXT|\{ type: 'boolean' \}),$/gm)]
    expect(taken.length).toBeGreaterThan(0)
    expect(namesOf(sectionOf(DOC, 'muster worker')).filter(isFlag)).toEqual(
      taken.map(([, name]) => `--${name}`),
    )
  })
})

function isFlag(name: string): boolean {
  return name.startsWith('-')
}
