import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { DEFAULT_SANDBOX, type SandboxSpec, type Tier } from '@muster/core'
import { findBun } from '@muster/testing'
import { describe, expect, test } from 'vitest'
import { createBareLauncher, createSupervisor, type Launcher, openLauncher } from '../src/index.ts'
import { bubblewrapArgs } from '../src/launch/bubblewrap-args.ts'
import { seccompFilter } from '../src/launch/seccomp-filter.ts'
import { toolPlaces } from '../src/launch/tool-places.ts'
import { PATH, sandboxed } from '../../../test/support/launcher.ts'
import { NO_WALLS, sh, startAgent, temporaryDirectory } from './support/agent.ts'

const REFUSED = {
  readHostFile: 'refused',
  connectLoopback: 'refused',
  seeProcesses: 'refused',
  writeOutside: 'refused',
}
const SILENT = { debug() {}, info() {}, warn() {}, error() {} }

describe('PREFLIGHT', () => {
  test('tries the very sandbox of the agent, and records what it is and what was tried', async () => {
    const agent = await startAgent()
    expect((await agent.phase('BOOTSTRAP')).record['sandbox']).toEqual({
      kind: 'bubblewrap',
      version: expect.stringMatching(/^\d+\.\d+/) as string,
    })
    expect((await agent.phase('PREFLIGHT')).record['sandbox']).toMatchObject({
      kind: 'bubblewrap',
      probe: REFUSED,
    })
  })

  test('leaves the network of the host as a door where tier and template say so', async () => {
    const agent = await startAgent(
      { sandbox: { ...DEFAULT_SANDBOX, network: 'host', project: 'write' } },
      { brief: { tier: 2 } },
    )
    await agent.phase('BOOTSTRAP')
    expect((await agent.phase('PREFLIGHT')).record['sandbox']).toMatchObject({
      probe: { ...REFUSED, connectLoopback: 'allowed' },
    })
  })

  test('fails in a sandbox that does not hold, and says all that was possible', async () => {
    const launcher: Launcher = { ...createBareLauncher(), sandbox: { kind: 'bubblewrap', version: '0' } }
    const agent = await startAgent({}, { launcher })
    await agent.phase('BOOTSTRAP')
    expect(await agent.phase('PREFLIGHT')).toMatchObject({
      kind: 'failed',
      fault: {
        code: 'MUSTER_SANDBOX_LEAKS',
        message:
          'The sandbox does not hold: a program in it could read a file of the host, connect to the host, ' +
          'see processes of the host, write outside its workspace.',
      },
    })
  })
})

describe('without a sandbox', () => {
  test('no tier is started, and the reason is told', async () => {
    const supervisor = createSupervisor(SILENT)
    const cache = await temporaryDirectory()
    const options = { sandbox: 'bubblewrap', home: '/root', cache, supervisor, log: SILENT } as const
    const launcher = await openLauncher({ ...options, path: cache })
    for (const tier of [0, 1, 2] as const) {
      const agent = await startAgent({}, { launcher, brief: { tier } })
      expect(await agent.phase('BOOTSTRAP')).toMatchObject({
        fault: {
          code: 'MUSTER_SANDBOX_MISSING',
          message: `An agent of tier ${tier} runs in a sandbox only, and this worker has none: \`bwrap\` is not on its PATH.`,
        },
      })
    }
  })

  test('tiers 0 and 1 run when it is turned off, which is on record, and no higher one', async () => {
    const launcher = createBareLauncher()
    const commands = { execute: sh('echo done') }
    for (const tier of [0, 1] as const) {
      const agent = await startAgent({ commands }, { launcher, brief: { tier } })
      expect((await agent.phase('BOOTSTRAP')).record['sandbox']).toEqual({ kind: 'off' })
      expect((await agent.phase('PREFLIGHT')).record['sandbox']).toEqual({ kind: 'off' })
      await agent.phase('PLAN')
      expect((await agent.phase('EXECUTE')).kind).toBe('succeeded')
    }
    for (const tier of [2, 3, 4] as const) {
      const agent = await startAgent({ commands }, { launcher, brief: { tier } })
      expect(await agent.phase('BOOTSTRAP')).toMatchObject({ fault: { code: 'MUSTER_SANDBOX_MISSING' } })
      await agent.phase('PLAN')
      // The door holds by itself, should a phase be dispatched all the same.
      expect(await agent.phase('EXECUTE')).toMatchObject({ fault: { code: 'MUSTER_SANDBOX_MISSING' } })
    }
  })
})

const ASKED: SandboxSpec = { ...DEFAULT_SANDBOX, project: 'write', network: 'host' }
const ALLOWED: readonly (readonly [tier: Tier, writes: readonly string[], reads: string, network: string])[] =
  [
    [0, ['output', 'artifacts', 'temp', '/tmp'], 'project', 'none'],
    [1, ['work', 'output', 'artifacts', 'temp', '/tmp'], 'project', 'none'],
    [2, ['work', 'output', 'artifacts', 'temp', '/tmp'], 'project', 'host'],
    [3, ['work', 'output', 'artifacts', 'temp', '/tmp'], 'project', 'host'],
    [4, ['output', 'artifacts', 'temp', '/tmp'], 'nothing', 'none'],
  ]

test.each(ALLOWED)(
  'at tier %i a template that asks for all may write %j',
  async (tier, writes, reads, network) => {
    const script = `
    try() { if touch "$2/try" 2>/dev/null; then echo "$1"; fi; }
    try work .; try output "$(dirname "$MUSTER_OUTPUT")"; try artifacts "$MUSTER_ARTIFACTS"; try temp "$TMPDIR"
    try /tmp /tmp; touch "$MUSTER_PROJECT_DIR/written" 2>/dev/null || true; try /usr /usr; try / /; try input "$(dirname "$MUSTER_INPUT")"
    cat "$MUSTER_PROJECT_DIR/readme" 2>/dev/null || echo nothing
    if [ "$(ls /sys/class/net 2>/dev/null || tail -n +3 /proc/net/dev | wc -l)" -gt 1 ]; then echo host; else echo none; fi
  `
    const agent = await startAgent({ sandbox: ASKED, commands: { execute: sh(script) } }, { brief: { tier } })
    await writeFile(join(agent.directory, 'readme'), 'project\n')
    await agent.phase('BOOTSTRAP')
    await agent.phase('PLAN')
    expect((await agent.phase('EXECUTE')).kind).toBe('succeeded')
    const lines = agent.lines.map(({ text }) => text)
    expect(lines.slice(0, -1)).toEqual([...writes, reads])
    if (network === 'none') expect(lines.at(-1)).toBe('none')
    expect(existsSync(join(agent.directory, 'written'))).toBe(tier === 2 || tier === 3)
  },
)

test('of Muster’s own files an agent sees its input and its output alone, and of others nothing', async () => {
  const root = 'cd "$(dirname "$TMPDIR")" && find .. -type f | sort'
  const agent = await startAgent({ commands: { execute: sh(root) } })
  await mkdir(join(agent.directory, 'agents', 'r1.other'), { recursive: true })
  await writeFile(join(agent.directory, 'agents', 'r1.other', 'file'), '')
  await agent.phase('BOOTSTRAP')
  await agent.phase('PLAN')
  await agent.phase('EXECUTE')
  expect(agent.lines.map(({ text }) => text)).toEqual(['../r1.work/io/given/input.json'])
  expect(existsSync(join(agent.directory, 'agents/r1.work/io/log.jsonl'))).toBe(true)
})

test('a program on the PATH below the home of the user runs, and the home is not shown for it', async () => {
  const home = await temporaryDirectory()
  for (const path of [
    'tool/bin',
    'tool/lib',
    'tool/secrets',
    'bin',
    '.local/bin',
    '.local/lib',
    '.local/share',
    'node_modules/.bin',
  ])
    await mkdir(join(home, path), { recursive: true })
  await symlink(join(home, 'tool/bin'), join(home, 'linked'))
  const path = ['tool/bin', 'bin', '.local/bin', 'linked', 'node_modules/.bin', 'absent'].map((name) =>
    join(home, name),
  )
  expect([...toolPlaces([home, '/', '/usr/bin', ...path].join(':'), home)].sort()).toEqual(
    ['.local/bin', '.local/lib', 'bin', 'linked', 'node_modules', 'tool/bin', 'tool/lib'].map((name) =>
      join(home, name),
    ),
  )
})

test('however fast a program starts, the bound on its processes holds for it', async () => {
  const { launcher } = await sandboxed()
  const cwd = await temporaryDirectory()
  const walls = { ...NO_WALLS, places: [{ path: cwd, access: 'write' }] } as const
  const read = (pid: string | number, file: string) => readFileSync(`/proc/${pid}/${file}`, 'utf8')
  for (let start = 0; start < 20; start += 1) {
    const argv = sh('echo; read -r _ || true')
    const running = await launcher.launch({ argv, cwd, env: {}, stdin: 'pipe', walls })
    running.stderr.resume()
    await new Promise((resolve) => running.stdout.once('data', resolve))
    const [program = ''] = read(running.pid, `task/${running.pid}/children`).split(' ')
    const group = /^\d+:(?:pids)?:(\/muster\/.*)$/m.exec(read(program, 'cgroup'))?.[1]
    const root = existsSync('/sys/fs/cgroup/pids') ? '/sys/fs/cgroup/pids' : '/sys/fs/cgroup'
    const most =
      group === undefined
        ? /^Max processes +(\d+)/m.exec(read(program, 'limits'))?.[1]
        : readFileSync(join(root, group, 'pids.max'), 'utf8')
    expect(Number(most)).toBeGreaterThanOrEqual(walls.limits.processes)
    expect(Number(most)).toBeLessThan(walls.limits.processes + 16)
    await running.kill()
  }
})

const SYSTEM_CALLS = `
import ctypes, json, os, platform, subprocess, threading
libc = ctypes.CDLL(None, use_errno=True)
column = 1 if platform.machine() == 'aarch64' else 0
calls = {
  'ptrace': ((101, 117), 0, 0, 0, 0),
  'process_vm_readv': ((310, 270), os.getpid(), 0, 0, 0, 0, 0),
  'keyctl': ((250, 219), 0, -3, 0),
  'bpf': ((321, 280), 0, 0, 0),
  'userfaultfd': ((323, 282), 0),
  'perf_event_open': ((298, 241), 0, 0, -1, -1, 0),
  'io_uring_setup': ((425, 425), 1, 0),
  'mount': ((165, 40), 0, 0, 0, 0, 0),
  'setns': ((308, 268), 0, 0),
  'unshare': ((272, 97), 0x10000000),
  'clone': ((56, 220), 0x10000000 | 17, 0, 0, 0, 0),
  'clone3': ((435, 435), 0, 0),
  'unshare nothing': ((272, 97), 0),
}
said = {}
for name, (numbers, *arguments) in calls.items():
  ctypes.set_errno(0)
  done = libc.syscall(numbers[column], *[ctypes.c_long(each) for each in arguments])
  said[name] = ctypes.get_errno() if done == -1 else 0
thread = threading.Thread(target=lambda: said.update(thread=0))
thread.start()
thread.join()
said['child'] = subprocess.run(['true']).returncode
print(json.dumps(said))
`
const [EPERM, ENOSYS] = [1, 38]
const SPAWNS = `
const { execFileSync } = require('node:child_process')
const { Worker } = require('node:worker_threads')
new Worker('require("node:worker_threads").parentPort.postMessage(1)', { eval: true }).on('message', () => {
  console.log(execFileSync('echo', ['started']).toString().trim())
  process.exit(0)
})
`

test('system calls that no agent needs fail in the sandbox; Python, Node and Bun go on as they do outside', async () => {
  const { launcher } = await sandboxed()
  const cwd = await temporaryDirectory()
  const bun = realpathSync(findBun())
  const places = [
    { path: cwd, access: 'write' },
    { path: dirname(bun), access: 'read' },
  ] as const
  const walls = { ...NO_WALLS, places }
  const run = async (argv: readonly string[]): Promise<string> => {
    const { stdout, stderr } = await launcher.launch({ argv, cwd, env: { PATH }, stdin: 'ignore', walls })
    const [said, complaint] = await Promise.all([text(stdout), text(stderr)])
    return said.trim() || complaint
  }
  const refused = Object.fromEntries(
    [
      'ptrace',
      'process_vm_readv',
      'keyctl',
      'bpf',
      'userfaultfd',
      'perf_event_open',
      'io_uring_setup',
      'mount',
      'setns',
      'unshare',
      'clone',
    ].map((name) => [name, EPERM]),
  )
  expect(JSON.parse(await run(['python3', '-c', SYSTEM_CALLS]))).toEqual({
    ...refused,
    clone3: ENOSYS,
    'unshare nothing': 0,
    thread: 0,
    child: 0,
  })
  for (const program of [process.execPath, bun]) expect(await run([program, '-e', SPAWNS])).toBe('started')
})

test('a filter of system calls jumps within itself, and is there for the architectures that Muster knows', () => {
  for (const architecture of ['x64', 'arm64']) {
    const filter = seccompFilter(architecture) ?? Buffer.alloc(0)
    expect(filter.length % 8).toBe(0)
    const count = filter.length / 8
    for (let at = 0; at < count; at += 1) {
      const code = filter.readUInt16LE(at * 8)
      const jump = Math.max(filter.readUInt8(at * 8 + 2), filter.readUInt8(at * 8 + 3))
      // The kernel refuses what could run past the end.
      expect(at + 1 + jump).toBeLessThanOrEqual(code === 0x06 ? count : count - 1)
    }
  }
  expect(seccompFilter('riscv64')).toBeNull()
})

test('a program is given its arguments and its environment as they are', async () => {
  const { launcher } = await sandboxed()
  const cwd = await temporaryDirectory()
  const walls = { ...NO_WALLS, places: [{ path: cwd, access: 'write' }] } as const
  const words = [
    '',
    ' ',
    "it's",
    '"$HOME"',
    '`id`',
    'two\nlines\n',
    '.',
    '=',
    '\\n',
    '\\',
    '-n',
    'ü',
    '$(id)',
    '*',
  ]
  const argv = [
    process.execPath,
    '-p',
    'JSON.stringify([process.argv.slice(1), process.env.WORDS])',
    ...words,
  ]
  const env = { WORDS: words.join('|') }
  const { stdout } = await launcher.launch({ argv, cwd, env, stdin: 'ignore', walls })
  expect(JSON.parse(await text(stdout))).toEqual([words, env.WORDS])
})

test('a project that is the home of Muster shows nothing of it', () => {
  const user = { uid: 1, gid: 1 }
  const ground = { system: { always: [], network: [] }, tools: [], user, forbidsNamespaces: true }
  const places = [
    { path: '/home', access: 'read' },
    { path: '/home', access: 'none' },
    { path: '/home/agents/a', access: 'write' },
  ] as const
  const limits = { memoryBytes: 1, processes: 1, fileBytes: 1, cpuSeconds: 1 }
  const walls = { tier: 1, places, network: 'none', limits } as const
  const args = bubblewrapArgs({ argv: ['true'], cwd: '/', env: {}, stdin: 'ignore', walls }, ground).join(' ')
  expect(args).not.toContain('bind /home /home')
  expect(args).toContain('--bind /home/agents/a /home/agents/a')
})
