import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import {
  DEFAULT_HOME,
  DEFAULT_REDIS_HOST,
  DEFAULT_REDIS_PORT,
  fleetKeyFile,
  isTier,
  jwksFile,
  MusterError,
  type Tier,
} from '@muster/core'
import { type Model, readS3Setting, type S3Setting } from '@muster/runtime'
import { readModel } from './read-model.ts'

/** All that a worker process is told, complete. */
export interface WorkerConfig {
  readonly storeUrl: string
  readonly home: string
  /** The bucket that artifacts are in; null keeps them in its home. */
  readonly bucket: S3Setting | null
  /** The directory Muster was started in: agents find it in MUSTER_PROJECT_DIR. */
  readonly projectDir: string
  readonly tiers: readonly Tier[]
  readonly concurrency: number
  readonly id: string
  readonly logLevel: string
  /** Drains when standard input ends. */
  readonly exitWithParent: boolean
  /** Touched with every beat that reached the store, for health checks; null for no such file. */
  readonly healthFile: string | null
  /** What stands between agents and the machine. */
  readonly sandbox: (typeof SANDBOXES)[number]
  /** Where programs are looked for. */
  readonly path: string
  /** The directory of the secrets that effects may refer to, one file each; null for none. */
  readonly secrets: string | null
  /** Where the public keys of the planners are: a file, or the address of a dashboard's `/api/keys`. */
  readonly jwks: string
  /** The file of the key that planners seal jobs with. */
  readonly fleetKeyFile: string
  /** What agents may ask through this worker; null for none. Holds a key: it is never logged. */
  readonly model: Model | null
}

type Environment = Readonly<Record<string, string | undefined>>

const VARIABLES = {
  'store-url': 'MUSTER_STORE_URL',
  home: 'MUSTER_HOME',
  'project-dir': 'MUSTER_PROJECT_DIR',
  tiers: 'MUSTER_TIERS',
  concurrency: 'MUSTER_CONCURRENCY',
  id: 'MUSTER_WORKER_ID',
  sandbox: 'MUSTER_SANDBOX',
  'log-level': 'MUSTER_LOG_LEVEL',
} as const
type Setting = keyof typeof VARIABLES

const SANDBOXES = ['bubblewrap', 'off'] as const
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']
const TEXT = { type: 'string' } as const

/** Options first, then variables, then defaults. Throws MUSTER_CONFIG, or MUSTER_USAGE for an unknown option. */
export function readConfig(argv: readonly string[], env: Environment, cwd: string): WorkerConfig {
  const given = parse(argv)
  const setting = (name: Setting): { readonly name: string; readonly value: string } | null => {
    const option = given[name]
    if (option !== undefined) return { name: `--${name}`, value: option }
    const value = env[VARIABLES[name]]
    return value === undefined || value === '' ? null : { name: VARIABLES[name], value }
  }
  const text = (name: Setting, otherwise: string): string => setting(name)?.value ?? otherwise
  const check = <T>(
    name: Setting,
    otherwise: string,
    expected: string,
    read: (value: string) => T | null,
  ): T => {
    const found = setting(name) ?? { name: `--${name}`, value: otherwise }
    const value = read(found.value)
    if (value === null)
      throw new MusterError('MUSTER_CONFIG', { name: found.name, given: found.value, expected })
    return value
  }

  return {
    storeUrl: text('store-url', `redis://${DEFAULT_REDIS_HOST}:${DEFAULT_REDIS_PORT}`),
    home: resolve(cwd, text('home', DEFAULT_HOME)),
    bucket: readS3Setting(env),
    projectDir: resolve(cwd, text('project-dir', '.')),
    tiers: check('tiers', '0,1', 'tiers from 0 to 4, as `0,1`', readTiers),
    concurrency: check('concurrency', '4', 'a whole number from 1 to 1000', readConcurrency),
    id: check('id', defaultId(), 'letters, digits, dots and dashes', (value) =>
      /^[\w][\w.-]{0,127}$/.test(value) ? value : null,
    ),
    logLevel: check('log-level', 'info', `one of ${LEVELS.join(', ')}`, (value) =>
      LEVELS.includes(value) ? value : null,
    ),
    sandbox: check(
      'sandbox',
      'bubblewrap',
      'one of bubblewrap, off',
      (value) => SANDBOXES.find((known) => known === value) ?? null,
    ),
    exitWithParent: given['exit-with-parent'] === true,
    healthFile: env['MUSTER_HEALTH_FILE'] || null,
    path: withNode(env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'),
    secrets: env['MUSTER_SECRETS'] ? resolve(cwd, env['MUSTER_SECRETS']) : null,
    jwks: env['MUSTER_JWKS'] || jwksFile(resolve(cwd, text('home', DEFAULT_HOME))),
    fleetKeyFile: env['MUSTER_FLEET_KEY'] || fleetKeyFile(resolve(cwd, text('home', DEFAULT_HOME))),
    model: readModel(env),
  }
}

/** Where the workers, planners and dashboards of one home keep what they share. */
export function homePaths(home: string): { readonly artifacts: string; readonly workspaces: string } {
  return { artifacts: join(home, 'artifacts'), workspaces: join(home, 'agents') }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        'store-url': TEXT,
        home: TEXT,
        'project-dir': TEXT,
        tiers: TEXT,
        concurrency: TEXT,
        id: TEXT,
        sandbox: TEXT,
        'log-level': TEXT,
        'exit-with-parent': { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new MusterError('MUSTER_USAGE', { problem: (error as Error).message })
  }
}

function readTiers(value: string): readonly Tier[] | null {
  const tiers = value.split(',').map((part) => (/^\s*\d\s*$/.test(part) ? Number(part) : -1))
  return tiers.every(isTier) ? [...new Set(tiers)] : null
}

function readConcurrency(value: string): number | null {
  const count = /^\d{1,4}$/.test(value) ? Number(value) : 0
  return count >= 1 && count <= 1_000 ? count : null
}

function defaultId(): string {
  return `${
    hostname()
      .replace(/[^\w.-]/g, '-')
      .replace(/^[.-]+/, '') || 'worker'
  }-${process.pid}-${randomBytes(2).toString('hex')}`
}

/** Templates may count on `node`. */
function withNode(path: string): string {
  const node = dirname(process.execPath)
  return path.split(':').includes(node) ? path : `${path}:${node}`
}
