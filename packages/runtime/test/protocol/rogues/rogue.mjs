// An agent that shakes hands and then does what its argument says. For Node and Bun.
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'

const mode = process.argv[2]

/** Writes all, however slowly it is read; ends when nobody reads any more. */
function put(bytes) {
  let rest = Buffer.from(bytes)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest))
    } catch (error) {
      if (error.code !== 'EAGAIN') process.exit(3)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2)
    }
  }
}
const say = (message) => put(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)

const ROGUES = {
  'long-line'() {
    const block = Buffer.alloc(1024 * 1024, 'a')
    for (let count = 0; count < 100; count += 1) put(block)
    put('\n')
  },
  utf8: () => put(Buffer.from([0x22, 0xff, 0xfe, 0x22, 0x0a])),
  flood() {
    for (;;) say({ method: 'phase/progress', params: {} })
  },
  deep: () => put(`{"jsonrpc":"2.0","id":1,"result":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`),
  noise: () => put('Loading the model ...\n'),
  requests() {
    const params = { verb: 'v', target: 't', idempotencyKey: 'k' }
    for (let id = 1; id <= 65; id += 1) say({ id, method: 'effect/request', params })
  },
  unasked: () => say({ id: 4711, result: {} }),
  crash() {
    process.stderr.write('out of luck\n')
    process.exit(3)
  },
  silent: () => process.stderr.write(`${process.pid}\n`),
  slow(id) {
    setTimeout(() => say({ id, result: { ok: true, plan: { actions: [] } } }), 1_200)
  },
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line)
  if (method === 'initialize') {
    if (mode === 'mute') return
    const capabilities = { phases: ['PLAN'] }
    say({
      id,
      result: { protocolVersion: 1, nonce: params.nonce, name: 'rogue', version: '1', capabilities },
    })
  } else if (method === 'ping' && mode === 'slow') say({ id, result: {} })
  else if (method === 'phase/run') ROGUES[mode](id)
})
