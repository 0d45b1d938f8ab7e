// One sample for planning.bench.mjs: `node --expose-gc planning-sample.mjs SUBJECT STAGES` prints what it measured.
import { readFileSync } from 'node:fs'

const [subject, count] = process.argv.slice(2)
const STAGES = Number(count)
const MAX_BYTES = 64 * 1024 * 1024
/** Stages that are read before anything is measured, and stages in one measured pass. */
const WARM_UP = 5_000
const PASS = 1_000
const PASSES = 3
const COPIES = 3

const TEMPLATE = `name: default
version: 1.0.0
tier: 1
inputs:
  argv: { type: list, default: [] }
  message: { type: string, default: hello }
  region: { type: string, default: eu }
`

/** A pipeline in layers of 50: every stage waits for three of the layer before, every fifth reads one of them. */
function pipelineText(stages) {
  const lines = ['name: bench', 'version: 1.2.0', 'timeout: 2h', 'inputs:']
  lines.push('  region: { type: string, default: eu }', 'stages:')
  for (let index = 0; index < stages; index += 1) {
    const base = index - (index % 50) - 50
    const needed = base < 0 ? [] : [7, 11, 13].map((step) => base + ((index * step) % 50))
    lines.push(`  - name: stage-${index}`, '    template: default@^1.0.0')
    if (needed.length > 0) lines.push('    requires:', ...needed.map((one) => `      - stage-${one}`))
    if (needed.length > 0 && index % 5 === 0)
      lines.push(`    when: stages["stage-${needed[0]}"].outputs.count > ${index % 7}`)
    lines.push(
      '    config:',
      `      timeout: ${60 + (index % 100)}s`,
      `      retries: ${index % 4}`,
      '      env:',
      '        REGION: eu',
      `        LEVEL: "${index % 7}"`,
      '      inputs:',
      '        argv:',
      '          - python3',
      '          - agent.py',
      '          - --stage',
      `          - stage-${index}`,
      `        message: Work on stage ${index}`,
      '        region: ${{ inputs.region }}',
    )
  }
  return `${lines.join('\n')}\n`
}

/**
 * The microseconds of processor time of one call, so that what else the machine does is left out: the median of passes,
 * each over `PASS` stages or more, after warming up.
 */
function timed(work) {
  for (let done = 0; done < WARM_UP; done += STAGES) work()
  const repeats = Math.max(1, Math.ceil(PASS / STAGES))
  const passes = Array.from({ length: PASSES }, () => {
    globalThis.gc()
    const before = process.cpuUsage()
    for (let repeat = 0; repeat < repeats; repeat += 1) work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / repeats
  })
  return passes.sort((one, other) => one - other)[PASSES >> 1]
}

/** What the results of `make` keep alive, in bytes of heap, each. */
async function heapOf(make) {
  const kept = []
  const used = async () => {
    await new Promise(setImmediate)
    globalThis.gc()
    return process.memoryUsage().heapUsed
  }
  make()
  const before = await used()
  for (let copy = 0; copy < COPIES; copy += 1) kept.push(make())
  const after = await used()
  return (after - before) / kept.length
}

async function measureYaml(text) {
  const { parse } = await import('yaml')
  return { micros: timed(() => parse(text)) }
}

async function measurePlan(text) {
  const dsl = await import('@muster/dsl')
  const { checkInputs, createPipelineParser, expand, parsePipeline, parseTemplate, templateSource } = dsl
  const { template } = parseTemplate(TEMPLATE, { file: 'default.yaml' })
  const templates = templateSource([template])
  const read = () => {
    const { pipeline, problems } = parsePipeline(text, { file: 'p.yaml', templates, maxBytes: MAX_BYTES })
    if (pipeline === null) throw new Error(JSON.stringify(problems[0]))
    return pipeline
  }
  const graphOf = (pipeline) => expand(pipeline, checkInputs(pipeline, {}).inputs, templates)
  const micros = timed(() => graphOf(read()))
  const pipeline = read()
  const expandMicros = timed(() => graphOf(pipeline))
  const again = createPipelineParser(templates, { maxBytes: MAX_BYTES })
  // A text that comes over the wire is a new string each time.
  const bytes = Buffer.from(text)
  // What is too long is not remembered.
  const againMicros =
    text.length > 2_097_152 ? null : timed(() => graphOf(again(bytes.toString(), 'p.yaml').pipeline))
  return { micros, expandMicros, againMicros, graphBytes: await heapOf(() => graphOf(pipeline)) }
}

async function measureLoad() {
  const file = new URL('../examples/hello.yaml', import.meta.url)
  const text = readFileSync(file)
  const before = process.cpuUsage()
  const began = performance.now()
  const { parsePipeline, parseTemplate, templateSource } = await import('@muster/dsl')
  const { template } = parseTemplate(TEMPLATE, { file: 'default.yaml' })
  const { pipeline } = parsePipeline(text, { file: 'hello.yaml', templates: templateSource([template]) })
  if (pipeline === null) throw new Error('examples/hello.yaml is not valid')
  const { user, system } = process.cpuUsage(before)
  return { micros: (performance.now() - began) * 1_000, processor: user + system }
}

const measure = { yaml: measureYaml, plan: measurePlan, load: measureLoad }[subject]
process.stdout.write(JSON.stringify(await measure(pipelineText(STAGES))))
