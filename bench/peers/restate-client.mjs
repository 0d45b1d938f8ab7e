// Calls the Restate handler through the server's ingress.
import * as clients from '@restatedev/restate-sdk-clients'
import { waitFor } from '@muster/testing'
import { answer } from '../lib/answer.mjs'

let stage

answer({
  async start({ ingressUrl }) {
    stage = clients.connect({ url: ingressUrl }).serviceClient({ name: 'stage' })
    // Until the server has heard of the handler itself.
    await waitFor(async () => (await stage.run(0)) === 0)
  },
  async run({ count }) {
    const began = performance.now()
    await Promise.all(Array.from({ length: count }, (_, number) => stage.run(number)))
    return performance.now() - began
  },
})
