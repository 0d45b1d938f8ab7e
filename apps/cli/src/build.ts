import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const APPS = new URL('../../', import.meta.url)
const at = (path: string) => fileURLToPath(new URL(path, APPS))
const DIRECTORY = at('cli/dist/bundle')
const MAIN = /[\\/]apps[\\/][^\\/]+[\\/]src[\\/]main\.ts$/
const OURS = /[\\/](?:packages|apps)[\\/][^\\/]+[\\/]src[\\/]/

/** Without what is read only when it is used. */
const RUNTIME = /[\\/]packages[\\/]runtime[\\/]src[\\/](?!.*s3-)/

/** These find files of their own beside their code. */
const EXTERNAL = [/^@electric-sql\//, /^@bull-board\//, /^@cedar-policy\//]

// Reading a thousand small files took longer than running what is in them.
const bundle = await rolldown({
  input: {
    muster: at('cli/src/main.ts'),
    planner: at('planner/src/main.ts'),
    worker: at('worker/src/main.ts'),
    dashboard: at('dashboard/src/main.ts'),
  },
  platform: 'node',
  resolve: { conditionNames: ['@muster/source'] },
  external: EXTERNAL,
  plugins: [
    {
      name: 'own place',
      transform: {
        filter: { id: OURS, code: 'import.meta.url' },
        // What a file finds beside itself it must still find there.
        handler(code, id) {
          const place = `new URL(${JSON.stringify(relative(DIRECTORY, id))}, import.meta.url).href`
          return { code: code.replaceAll('import.meta.url', place), map: null }
        },
      },
    },
  ],
})
const { output } = await bundle.write({
  dir: DIRECTORY,
  format: 'esm',
  sourcemap: true,
  cleanDir: true,
  // Else what one program alone uses at once is put beside its main, which then runs when somebody else needs that later.
  codeSplitting: { groups: [{ name: 'runtime', test: RUNTIME }] },
  chunkFileNames: ({ name, moduleIds }) => `${packageOf(moduleIds.at(-1) ?? '') ?? name}-[hash].js`,
})
await bundle.close()

const chunks = output.filter((one) => one.type === 'chunk')
const programs = new Set(
  chunks.filter(({ moduleIds }) => moduleIds.some((id) => MAIN.test(id))).map(({ fileName }) => fileName),
)
for (const { fileName, isEntry, imports } of chunks) {
  const program = imports.find((name) => programs.has(name))
  if (program !== undefined && !isEntry)
    throw new Error(`${fileName} would run the program in ${program} when it is imported`)
}

/** The package whose index this is, or null. */
function packageOf(module: string): string | null {
  return /[\\/]([^\\/]+)[\\/]src[\\/]index\.ts$/.exec(module)?.[1] ?? null
}
