import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { PATH } from '../../../test/support/launcher.ts'
import { createBareLauncher } from '../src/index.ts'
import { describeEnd, runProgram } from '../src/run-program.ts'
import { NO_WALLS, temporaryDirectory } from './support/agent.ts'
import { isAlive, until } from './support/processes.ts'

interface Started {
  readonly end: Promise<string>
  readonly stop: AbortController
  readonly kill: AbortController
  output(): string
}

async function start(argv: readonly string[], env: Record<string, string> = {}): Promise<Started> {
  const stop = new AbortController()
  const kill = new AbortController()
  let text = ''
  const end = runProgram(createBareLauncher(), {
    argv,
    cwd: await temporaryDirectory(),
    env: { PATH, ...env },
    walls: NO_WALLS,
    signal: stop.signal,
    killed: kill.signal,
    onOutput: (_stream, chunk) => {
      text += chunk.toString()
    },
  })
  return { end: end.then(describeEnd), stop, kill, output: () => text }
}

const script = (text: string) => start(['sh', '-c', text])
const pidsIn = (text: string) => text.trim().split(/\s+/).map(Number)

test('exit codes and signals are the program’s own', async () => {
  expect(await (await script('exit 3')).end).toBe('exit code 3')
  expect(await (await script('kill -s SEGV $$')).end).toBe('signal SIGSEGV')
})

test('arguments arrive byte for byte', async () => {
  const argv = ['', '$HOME `id`', "it's", 'a  b', '*', '-n', 'é\n', '"']
  const program = await start([
    'node',
    '-e',
    'console.log(JSON.stringify(process.argv.slice(1)))',
    '--',
    ...argv,
  ])
  await program.end
  expect(JSON.parse(program.output())).toEqual(argv)
})

test('the environment is what was given and nothing else', async () => {
  const program = await start(['node', '-e', 'console.log(JSON.stringify(process.env))'], { A: '1' })
  await program.end
  const { PWD: _set, ...env } = JSON.parse(program.output()) as Record<string, string>
  expect(env).toEqual({ PATH, A: '1' })
})

test('a program has no input, no open descriptor of ours and no child it did not start', async () => {
  const program = await script('cat; test -e /proc/$$/fd/3 && echo open; cat /proc/$$/task/$$/children; true')
  await program.end
  // The one child is the last `cat`.
  expect(program.output().trim()).toMatch(/^\d+$/)
})

test('a program that cannot be started is an error', async () => {
  const huge = 'x'.repeat(200_000)
  await expect((await start(['true'], { HUGE: huge })).end).rejects.toThrow('E2BIG')
})

test('what a program leaves in its group dies with it', async () => {
  const program = await script('sleep 1000 >/dev/null 2>&1 & echo $!')
  await program.end
  const [left = 0] = pidsIn(program.output())
  expect(left).toBeGreaterThan(1)
  await until(() => !isAlive(left))
})

test('a grandchild that holds the pipes open does not hold up the end', async () => {
  const program = await script('sleep 1000 & echo $!')
  expect(await program.end).toBe('exit code 0')
})

test('a daemon in its own session that holds the pipes open does not hold up the end', async () => {
  const program = await script('(setsid sh -c "echo \\$\\$; exec sleep 1000" &) ; sleep 0.3')
  expect(await program.end).toBe('exit code 0')
  const [daemon = 0] = pidsIn(program.output())
  expect(isAlive(daemon)).toBe(true)
  process.kill(daemon, 'SIGKILL')
})

test('a daemon that goes on writing does not hold up the end for long', async () => {
  const program = await script(
    '(setsid sh -c "echo \\$\\$; while :; do echo on; sleep 0.1; done" &) ; sleep 0.3',
  )
  expect(await program.end).toBe('exit code 0')
  process.kill(Number.parseInt(program.output(), 10), 'SIGKILL')
})

test('a program that ignores the request to end is killed with all its children', async () => {
  const program = await script(
    'trap "" TERM; sh -c \'trap "" TERM; echo $$; while :; do sleep 1; done\' & echo $$; wait',
  )
  await until(() => program.output().trim().split('\n').length === 2)
  program.stop.abort()
  expect(await program.end).toBe('signal SIGKILL')
  for (const pid of pidsIn(program.output())) await until(() => !isAlive(pid))
})

test('a program that ends when asked is not killed', async () => {
  const program = await script('trap "exit 7" TERM; echo ready; while :; do sleep 0.05; done')
  await until(() => program.output() !== '')
  program.stop.abort()
  expect(await program.end).toBe('exit code 7')
})

const DIST = pathToFileURL(join(import.meta.dirname, '..', 'dist')).href

/** Stands in for a worker: runs the program given as arguments, with the built runtime. */
const WORKER = `
  import { createBareLauncher } from '${DIST}/launch/bare-launcher.js'
  import { runProgram } from '${DIST}/run-program.js'
  await runProgram(createBareLauncher(), {
    argv: process.argv.slice(1),
    cwd: process.cwd(),
    env: { PATH: process.env.PATH },
    walls: ${JSON.stringify(NO_WALLS)},
    signal: new AbortController().signal,
    killed: new AbortController().signal,
    onOutput: (_stream, chunk) => process.stdout.write(String(chunk)),
  })
`

test('nothing survives a worker that is killed: neither the program nor its grandchild', async () => {
  const inner =
    'trap "" TERM HUP; sh -c \'trap "" TERM HUP; echo $$; while :; do sleep 1; done\' & echo $$; wait'
  const worker = spawn(process.execPath, ['--input-type=module', '-e', WORKER, 'sh', '-c', inner], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  worker.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  await until(() => text.trim().split('\n').length === 2)
  const pids = pidsIn(text)
  expect(pids.map(isAlive)).toEqual([true, true])
  worker.kill('SIGKILL')
  for (const pid of pids) await until(() => !isAlive(pid), 2_000)
})
