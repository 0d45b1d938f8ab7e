import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const RANKS: Readonly<Record<string, number>> = {
  '@muster/core': 0,
  '@muster/dsl': 1,
  '@muster/ledger': 1,
  '@muster/store': 1,
  '@muster/identity': 1,
  '@muster/policy': 1,
  '@muster/runtime': 1,
  '@muster/telemetry': 1,
  '@muster/engine': 2,
  '@muster/sdk': 2,
  '@muster/testing': 3,
  '@muster/planner': 4,
  '@muster/worker': 4,
  '@muster/web': 1,
  '@muster/dashboard': 4,
  muster: 5,
}
/** Only an app may join what the engine takes as ports. */
const JOINERS = new Set(['@muster/planner', '@muster/worker', '@muster/dashboard', 'muster'])
/** Started as a process, or served as files, not imported. */
const STARTED: Readonly<Record<string, readonly string[]>> = {
  muster: ['@muster/worker'],
  '@muster/dashboard': ['@muster/web'],
}
const PAGE = '@muster/web'
const DRIVERS = ['@muster/ledger', '@muster/store', '@muster/engine']

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
}

const root = new URL('../', import.meta.url)
const folders = ['packages', 'apps'].flatMap((group) =>
  readdirSync(new URL(group, root)).map((name) => `${group}/${name}`),
)
const manifests = folders.map((folder) => ({
  folder,
  manifest: JSON.parse(readFileSync(new URL(`${folder}/package.json`, root), 'utf8')) as Manifest,
}))

function ours(manifest: Manifest): string[] {
  return Object.keys(manifest.dependencies ?? {}).filter((name) => name in RANKS)
}

/** The packages of ours that the sources of a folder import. */
function imported(folder: string): string[] {
  const files = readdirSync(new URL(`${folder}/src/`, root), { recursive: true, encoding: 'utf8' })
  const names = files
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => [
      ...readFileSync(new URL(`${folder}/src/${file}`, root), 'utf8').matchAll(
        /(?:from|import)\s*\(?\s*'(@muster\/[\w-]+|muster)(?:\/[\w-]+)?'/g,
      ),
    ])
  return [...new Set(names.map(([, name]) => name ?? ''))]
}

describe('ranks', () => {
  test('every package has a rank', () => {
    expect(manifests.map(({ manifest }) => manifest.name).sort()).toEqual(Object.keys(RANKS).sort())
  })

  test.each(manifests)('$folder depends on lower ranks only', ({ manifest }) => {
    const rank = RANKS[manifest.name] ?? 0
    expect(ours(manifest).filter((name) => (RANKS[name] ?? 0) >= rank)).toEqual([])
  })

  test.each(manifests)('$folder imports what its manifest names, and all of it', ({ folder, manifest }) => {
    const wanted = [...imported(folder), ...(STARTED[manifest.name] ?? [])]
    expect(wanted.sort()).toEqual(ours(manifest).sort())
  })

  test.each(manifests)('$folder joins engine and drivers only if it is an app', ({ manifest }) => {
    const joined = ours(manifest).filter((name) => DRIVERS.includes(name))
    expect(joined.length <= 1 || JOINERS.has(manifest.name)).toBe(true)
  })

  // The page is no TypeScript project: Vite builds it, and the dashboard serves what comes of that.
  const compiled = manifests.filter(({ manifest }) => manifest.name !== PAGE)
  test.each(compiled)('$folder is compiled against what it depends on', ({ folder, manifest }) => {
    const { references } = JSON.parse(readFileSync(new URL(`${folder}/tsconfig.json`, root), 'utf8')) as {
      references: readonly { readonly path: string }[]
    }
    const paths = references.map(({ path }) => path.replace('../../', '')).sort()
    const wanted = manifests
      .filter((one) => one.manifest.name !== PAGE && ours(manifest).includes(one.manifest.name))
      .map((one) => one.folder)
    expect(paths).toEqual(wanted.sort())
  })
})
