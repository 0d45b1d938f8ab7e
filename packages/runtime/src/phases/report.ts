import type { Outcome } from '@muster/core'
import { type PhaseRun, succeeded } from '../phase-run.ts'
import { buildReport } from '../report/build-report.ts'
import { renderReport } from '../report/render-report.ts'

/** Says what was planned, done and found, for programs and for people. */
export async function report(run: PhaseRun): Promise<Outcome> {
  const built = await buildReport(run)
  const { artifacts } = run.host
  const [report, markdown] = await Promise.all([
    artifacts.put(JSON.stringify(built, null, 2)),
    artifacts.put(renderReport(built)),
  ])
  return succeeded({ status: built.status, report, markdown })
}
