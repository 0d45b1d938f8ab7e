import { Console } from 'node:console'
import { once } from 'node:events'
import type { AgentStreams } from './define-agent.ts'

/** The standard streams of this process, kept for the protocol alone. `close` ends the process when all is written. */
export function processStreams(): AgentStreams & { close(): Promise<never> } {
  const { stdin, stdout, stderr } = process
  const write = stdout.write.bind(stdout)
  // Whatever else writes to standard output would break the protocol.
  stdout.write = stderr.write.bind(stderr) as typeof stdout.write
  Object.assign(globalThis.console, new Console(stderr))
  // A host that is gone reads no more.
  stdout.on('error', () => process.exit(0))
  return {
    input: stdin,
    async write(line) {
      if (!write(line)) await once(stdout, 'drain')
    },
    async close() {
      await new Promise<void>((resolve) => {
        write('', () => resolve())
      })
      process.exit(0)
    },
  }
}
