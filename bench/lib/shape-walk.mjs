import { measureCpu } from './usage.mjs'

/**
 * Runs a pipeline of `size` stages, one run after another, until at least `stages` have been worked off: as much work
 * whatever the size, as far as a run is not larger. The workers stand still while a run is submitted, so that birth and work are measured apart. Answers for
 * each `{ ms, cpu }` per stage, `cpu` by process and in all.
 */
export async function walk(bench, shape, { size, stages }) {
  const { muster, cpu } = bench
  const [planner] = muster.planners
  // A worker that stands still answers no question.
  const { worker: _, ...born } = cpu
  const birth = createSum()
  const work = createSum()
  let done = 0
  for (; done < stages; done += size) {
    const pipeline = shape(size)
    const through = muster.agentsThrough(size)
    muster.pause()
    await birth.add(born, async () => {
      await muster.submit({ pipeline })
      await planner.call('flush')
    })
    muster.resume()
    await work.add(cpu, () => muster.ended(through))
  }
  return { birth: birth.per(done), work: work.per(done) }
}

/**
 * Works off the first `stages` stages of a chain, or of as many chains one after another as have them, and cancels what is
 * left: a long chain is no more work than a short one. Answers `{ ms, cpu }` per stage.
 */
export async function walkChain({ muster, cpu }, shape, { size, stages }) {
  const [planner] = muster.planners
  const work = createSum()
  for (let left = stages; left > 0; left -= size) {
    const pipeline = shape(size)
    const through = muster.agentsThrough(Math.min(left, size))
    const [run] = await muster.submit({ pipeline })
    await work.add(cpu, () => through)
    if (left < size) await planner.call('cancel', { run })
    await muster.ended(through)
  }
  return work.per(stages)
}

function createSum() {
  const cpu = {}
  let ms = 0
  return {
    async add(readers, work) {
      const began = performance.now()
      const measured = await measureCpu(readers, async () => {
        await work()
        ms += performance.now() - began
      })
      for (const [name, used] of Object.entries(measured.cpu)) cpu[name] = (cpu[name] ?? 0) + used
    },
    per(stages) {
      const all = Object.values(cpu).reduce((sum, used) => sum + used, 0)
      const each = Object.entries({ ...cpu, all }).map(([name, used]) => [name, used / stages])
      return { ms: ms / stages, cpu: Object.fromEntries(each) }
    },
  }
}
