// A Restate handler of eight durable no-op steps.
import { answer } from '../lib/answer.mjs'

const STEPS = 8

// The SDK calls it and Node 20 lacks it: without it every call fails.
Promise.withResolvers ??= () => {
  let resolve
  let reject
  const promise = new Promise((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}

answer({
  async start({ port }) {
    const restate = await import('@restatedev/restate-sdk')
    const stage = restate.service({
      name: 'stage',
      handlers: {
        run: async (context, number) => {
          for (let step = 1; step <= STEPS; step += 1) await context.run(`step${step}`, () => step)
          return number
        },
      },
    })
    await restate.serve({ services: [stage], port })
  },
})
