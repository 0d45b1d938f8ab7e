import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createSupervisor, type Launcher, openLauncher, type Supervisor } from '@muster/runtime'

/** Where programs of tests are found: the system's directories and Node's own. */
export const PATH = `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`

const SILENT = { debug() {}, info() {}, warn() {}, error() {} }

interface TestLauncher {
  readonly launcher: Launcher
  readonly supervisor: Supervisor
}

let opened: Promise<TestLauncher> | null = null

/**
 * The sandbox that ships, one for all tests of a file; its supervisor ends with the process. Throws where there is no
 * sandbox: tests do not run without.
 */
export function sandboxed(): Promise<TestLauncher> {
  opened ??= openSandbox()
  return opened
}

async function openSandbox(): Promise<TestLauncher> {
  const supervisor = createSupervisor(SILENT)
  const launcher = await openLauncher({
    sandbox: 'bubblewrap',
    path: PATH,
    home: homedir(),
    cache: join(tmpdir(), 'muster-test-sandbox'),
    supervisor,
    log: SILENT,
  })
  if (launcher.sandbox.kind !== 'bubblewrap') throw new Error(JSON.stringify(launcher.sandbox))
  return { launcher, supervisor }
}
