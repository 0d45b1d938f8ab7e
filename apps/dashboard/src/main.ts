import { errorText, toMusterError } from '@muster/core'
import { readConfig } from './config.ts'
import { runDashboard } from './run-dashboard.ts'

try {
  const { stop } = await runDashboard(readConfig(process.env, process.cwd()))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop())
} catch (thrown) {
  const error = toMusterError(thrown)
  process.stderr.write(errorText(error))
  process.exitCode = error.exit
}
