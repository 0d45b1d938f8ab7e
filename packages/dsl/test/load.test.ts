import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const BUILT = new URL('../dist/index.js', import.meta.url).href
const TEMPLATE = 'name: default\nversion: 1.0.0\ntier: 0\ninputs: { message: { type: string } }\n'

/** The packages that a new process has loaded when it has read this pipeline. */
async function loadedBy(pipeline: string): Promise<readonly string[]> {
  const script = `
    import { createRequire } from 'node:module'
    const { parsePipeline, parseTemplate, templateSource } = await import(${JSON.stringify(BUILT)})
    const { template } = parseTemplate(${JSON.stringify(TEMPLATE)}, { file: 't.yaml' })
    const templates = templateSource([template])
    const { problems } = parsePipeline(${JSON.stringify(pipeline)}, { file: 'p.yaml', templates })
    if (problems.length > 0) throw new Error(JSON.stringify(problems))
    console.log(Object.keys(createRequire(import.meta.url).cache).join('\\n'))`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('../', import.meta.url)),
  })
  const names = stdout.matchAll(/node_modules\/((?:@[^/\n]+\/)?[^/\n]+)/g)
  return [...new Set([...names].map(([, name = '']) => name))].toSorted()
}

const stage = (message: string) =>
  `name: p\nstages: [{ name: a, config: { inputs: { message: "${message}" } } }]\n`

test('a pipeline without an expression is read without CEL and without the compiler of schemas', async () => {
  expect(await loadedBy(stage('hello'))).toEqual(['semver', 'yaml'])
})

test('CEL is loaded for the first expression', async () => {
  expect(await loadedBy(stage('${{ 1 + 1 }}'))).toContain('@bufbuild/cel')
})
