import { errorText, toMusterError } from '@muster/core'
import { readConfig } from './config.ts'
import { runWorker } from './run-worker.ts'

try {
  await runWorker(readConfig(process.argv.slice(2), process.env, process.cwd()))
} catch (thrown) {
  const error = toMusterError(thrown)
  process.stderr.write(errorText(error))
  process.exitCode = error.exit
}
