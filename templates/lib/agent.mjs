import { createInterface } from 'node:readline'
import { Problem } from './phase.mjs'

// Standard output belongs to the protocol; what is logged goes to standard error.
console.log = console.error

/**
 * Serves the phases of an agent over the agent protocol, until the host asks to end. A phase is a function of what Muster
 * gives it and of `effect`, which asks the host to act; what it answers is the answer of the phase.
 */
export function serve({ name, version, phases }) {
  const waiting = new Map()
  let asked = 0
  const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)

  /** Asks for an effect. Answers what the host said, allowed or not. */
  const effect = (verb, target, parameters, idempotencyKey) =>
    new Promise((resolve, reject) => {
      asked += 1
      waiting.set(asked, { resolve, reject })
      send({ id: asked, method: 'effect/request', params: { verb, target, parameters, idempotencyKey } })
    })

  const runPhase = async ({ phase, input }) => {
    try {
      return { ok: true, ...(await phases[phase](input, effect)) }
    } catch (error) {
      console.error(error instanceof Problem ? error.message : error)
      return { ok: false, reason: error.message }
    }
  }

  const answer = async (method, params) => {
    switch (method) {
      case 'initialize': {
        const { nonce } = params
        return { protocolVersion: 1, nonce, name, version, capabilities: { phases: Object.keys(phases) } }
      }
      case 'phase/run':
        return runPhase(params)
      case 'ping':
      case 'shutdown':
        return {}
      default:
        return null
    }
  }

  const take = async ({ id, method, params, result, error }) => {
    if (method === undefined) {
      const { resolve, reject } = waiting.get(id) ?? {}
      waiting.delete(id)
      return error === undefined ? resolve?.(result) : reject?.(new Problem(error.message))
    }
    // A phase here is short: a cancel is heard by being killed after the grace.
    if (id === undefined) return
    const answered = await answer(method, params)
    if (answered === null) send({ id, error: { code: -32601, message: `there is no method ${method}` } })
    else send({ id, result: answered })
    if (method === 'shutdown') process.exit(0)
  }

  createInterface({ input: process.stdin }).on('line', (line) => void take(JSON.parse(line)))
}
