// A DBOS workflow of eight no-op steps.
import { DBOS } from '@dbos-inc/dbos-sdk'
import { answer } from '../lib/answer.mjs'

const STEPS = 8

const stage = DBOS.registerWorkflow(
  async (number) => {
    for (let step = 1; step <= STEPS; step += 1) await DBOS.runStep(async () => step, { name: `step${step}` })
    return number
  },
  { name: 'stage' },
)

answer({
  async start({ databaseUrl }) {
    DBOS.setConfig({ name: 'bench', systemDatabaseUrl: databaseUrl, logLevel: 'error' })
    await DBOS.launch()
  },
  async run({ count }) {
    const began = performance.now()
    const start = (_, number) => DBOS.startWorkflow(stage)(number)
    const handles = await Promise.all(Array.from({ length: count }, start))
    await Promise.all(handles.map((handle) => handle.getResult()))
    return performance.now() - began
  },
  stop: () => DBOS.shutdown(),
})
