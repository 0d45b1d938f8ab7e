import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Muster } from '@muster/sdk'
import { waitFor } from '@muster/testing'
import { type Block, ROOT } from './support.ts'

/** What the documents call the directory of Muster. */
const SHOWN = '/home/sam/muster'
const RUN_ID = /\b([a-z][a-z-]*)-1[0-9a-z]{14}\b/g
const PATIENCE_MS = 60_000

/** A reader's shell: a directory with the examples, `npx muster`, and what was typed so far. */
export interface Session {
  /** Writes a block to the file that it names. */
  write(block: Block): void
  /** Types a block. Throws when it ends otherwise than its flag `exit` says. */
  type(block: Block): Promise<void>
  /** Those lines of a block that nothing has written so far. */
  missing(block: Block): Promise<readonly string[]>
  /** Ends what runs in the background. Throws when a command that ends by itself did not end well. */
  close(): Promise<void>
}

/** Opens a shell in a directory of its own. */
export function openSession(): Session {
  const directory = mkdtempSync(join(tmpdir(), 'muster-docs-'))
  const bin = join(directory, '.bin')
  mkdirSync(bin)
  program(join(bin, 'npx'), `[ "$1" = muster ] && shift && exec node '${ROOT}apps/cli/bin/muster.js' "$@"`)
  // Whoever runs this has installed it already.
  program(join(bin, 'npm'), '[ "$*" = install ]')
  cpSync(join(ROOT, 'examples'), join(directory, 'examples'), { recursive: true })
  const background: {
    readonly child: ChildProcess
    readonly text: string
    readonly ended: Promise<unknown>
  }[] = []
  const ids = new Map<string, string>()
  let output = ''

  function hear(text: string): void {
    output += text
    for (const [id, pipeline = ''] of output.slice(-text.length - 100).matchAll(RUN_ID)) ids.set(pipeline, id)
  }

  function start(text: string, more: Record<string, string>): ChildProcess {
    const { PATH, LD_LIBRARY_PATH } = process.env
    const env = {
      PATH: `${bin}:${PATH}`,
      HOME: directory,
      LANG: 'C.UTF-8',
      MUSTER_USER: 'sam',
      // A server that the tests fetched may need it.
      ...(LD_LIBRARY_PATH === undefined ? {} : { LD_LIBRARY_PATH }),
      ...more,
    }
    const child = spawn('bash', ['-euo', 'pipefail', '-c', text], { cwd: directory, env, detached: true })
    child.stdout.setEncoding('utf8').on('data', hear)
    child.stderr.setEncoding('utf8').on('data', hear)
    return child
  }

  /** The text with the ids of this session in place of those shown. */
  async function own(text: string): Promise<string> {
    for (const [, pipeline = ''] of text.matchAll(RUN_ID))
      await waitFor(() => ids.has(pipeline), { timeoutMs: PATIENCE_MS, everyMs: 50 })
    return text.replaceAll(RUN_ID, (id, pipeline: string) => ids.get(pipeline) ?? id)
  }

  function host(): { readonly url: string; readonly token: string } {
    return JSON.parse(readFileSync(join(directory, '.muster/host.json'), 'utf8')) as {
      url: string
      token: string
    }
  }

  async function waitForGate(gate: string): Promise<void> {
    const muster = new Muster(host())
    const open = () => muster.gate(gate).catch(() => null)
    await waitFor(async () => (await open()) !== null, { timeoutMs: PATIENCE_MS, everyMs: 100 })
  }

  return {
    write({ flags, text }) {
      const path = join(directory, flags.get('file') ?? '')
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
    },

    async type(block) {
      const text = await own(block.text)
      const gate = /muster (?:approve|reject) (\S+)/.exec(text)?.[1]
      if (gate !== undefined) await waitForGate(gate)
      const { url = '', token = '' } = block.flags.has('api') ? host() : {}
      const child = start(text, url === '' ? {} : { MUSTER_URL: url, MUSTER_TOKEN: token })
      const ended = once(child, 'close')
      if (block.flags.has('background')) {
        background.push({ child, text, ended })
        return
      }
      const late = new AbortController()
      const limit = pause(PATIENCE_MS, 'late', { signal: late.signal }).catch(() => 'ended')
      if ((await Promise.race([ended, limit])) === 'late') end(child, 'SIGKILL')
      late.abort()
      const [code] = (await ended) as [number | null]
      const expected = Number(block.flags.get('exit') ?? 0)
      if (code !== expected)
        throw new Error(`exit code ${code}, not ${expected}, after\n${text}\n${output.slice(-2_000)}`)
    },

    async missing(block) {
      const wanted = linesOf(block.text)
      const still = () => {
        const said = new Set(linesOf(output.replaceAll(directory, SHOWN)))
        return wanted.filter((line) => !said.has(line))
      }
      const limit = background.length > 0 ? PATIENCE_MS : 1_000
      await waitFor(() => still().length === 0, { timeoutMs: limit, everyMs: 100 }).catch(() => null)
      return still()
    },

    async close() {
      const bad: string[] = []
      for (const { child, text, ended } of background.reverse()) {
        const serves = text.includes('muster up')
        if (serves) end(child, 'SIGTERM')
        const [code] = (await ended) as [number | null]
        if (code !== (serves ? 143 : 0)) bad.push(`exit code ${code} after\n${text}`)
      }
      await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
      if (bad.length > 0) throw new Error(`${bad.join('\n')}\n${output.slice(-2_000)}`)
    },
  }
}

function end(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, signal)
}

function program(path: string, text: string): void {
  writeFileSync(path, `#!/bin/sh\n${text}\n`)
  chmodSync(path, 0o755)
}

/** Lines with what differs from run to run left out. */
function linesOf(text: string): readonly string[] {
  return text
    .replaceAll(RUN_ID, '$1-#')
    .replaceAll(/token=\S+/g, 'token=#')
    .replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256:#')
    .replaceAll(/\b[0-9a-f]{12}\b/g, '#')
    .replaceAll(/\d[\d.]*(?:ms|[smhd])?(?:\d+(?:ms|[smhd]))*/g, '#')
    .split('\n')
    .map((line) => line.trim().replaceAll(/\s+/g, ' '))
    .filter((line) => line !== '')
}
