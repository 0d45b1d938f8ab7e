import { walk } from './shape-walk.mjs'

const lower = { better: 'lower' }
/** Commands of a stage that requires nothing; each requirement may cost one more. */
const MOST_COMMANDS = 27

export function labelOf(name, size) {
  return `${name} of ${size}`
}

/** Commands and rows, counted in rounds that nobody times. */
export async function counts(report, { muster, redis, ledger, cpu }, name, shape, { sizes, stages }) {
  const found = {}
  for (const size of sizes) {
    const counted = Math.max(size, Math.min(stages, 1_000))
    let commands
    const tables = await ledger.added(async () => {
      commands = await redis.commands(() => walk({ muster, cpu }, shape, { size, stages: counted }))
    })
    const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0)
    const bytes = Object.values(tables).reduce((sum, table) => sum + table.bytes, 0)
    report.detail(`${labelOf(name, size)}, commands by name`, perStage(commands.sent, counted))
    found[size] = { commands: commands.total / counted, rows: rows / counted }
    const label = labelOf(name, size)
    report.count(`${label}, Redis commands`, commands.total / counted, {
      atMost: Math.round(MOST_COMMANDS + edgesOf(shape(size)) / size),
    })
    report.count(`${label}, rows`, rows / counted)
    report.count(`${label}, bytes in Postgres`, bytes / counted)
  }
  for (const size of sizes.slice(1)) {
    const label = `${name}: ${size} of ${sizes[0]} stages`
    const beside = (of) => [found[size][of] / found[sizes[0]][of]]
    report.ratio(`${label}, commands`, beside('commands'), { ...lower, atMost: 1.02 })
    report.ratio(`${label}, rows`, beside('rows'), { ...lower, atMost: 1.02 })
  }
}

/** What a run of the largest size takes in the store and in the planner while it waits, and what stays of it after. */
export async function weights(report, { muster, redis }, name, shape, { sizes }) {
  const size = sizes.at(-1)
  const [planner] = muster.planners
  const weigh = async () => {
    const { memory } = await planner.call('usage', { collect: true })
    return { store: await redis.memory(), heap: memory.heapUsed, rss: memory.rss }
  }
  const through = muster.agentsThrough(size)
  const before = await weigh()
  muster.pause()
  await muster.submit({ pipeline: shape(size) })
  await planner.call('flush')
  const waiting = await weigh()
  muster.resume()
  await muster.ended(through)
  const after = await weigh()
  for (const [what, unit] of Object.entries({
    store: 'store',
    heap: "planner's heap",
    rss: "planner's RSS",
  })) {
    const label = `${name} of ${size}: bytes a stage in the ${unit}`
    report.figure(`${label}, waiting`, [(waiting[what] - before[what]) / size], { unit: 'bytes' })
    report.figure(`${label}, after`, [(after[what] - before[what]) / size], { unit: 'bytes' })
  }
}

function perStage(counts, stages) {
  const entries = Object.entries(counts).sort(([, one], [, other]) => other - one)
  return Object.fromEntries(entries.map(([name, count]) => [name, Number((count / stages).toFixed(2))]))
}

function edgesOf(pipeline) {
  const lists = pipeline.match(/requires: \[[^\]]+/g) ?? []
  return lists.reduce((sum, list) => sum + list.split(',').length, 0)
}
