import { readFileSync } from 'node:fs'
import { applyFile, filesOf } from '../lib/local-files.mjs'
import { fail, readPhase, writeArtifact, writeOutput } from '../lib/phase.mjs'
import { differences, digestOf } from '../lib/tree.mjs'
import { changedIn, directoryOf, PLANNED, runPlaybook, takePlaybook } from './playbook.mjs'

const { inputs, plan } = readPhase()
const { changes, risk, approval } = plan
const applies = inputs.mode === 'apply' && changes > 0

/** The playbook must be the planned one even when there is nothing to do, so that nobody takes it for checked. */
function takePlanned() {
  const entries = takePlaybook(directoryOf(inputs))
  if (digestOf(entries) === plan.digest) return
  const changed = differences(JSON.parse(readFileSync(PLANNED, 'utf8')), entries)
  const paths = changed.slice(0, 5).join(', ') || inputs.directory
  fail(`the playbook was changed after it was planned (${paths}): nothing was run`)
}

/** Runs the playbook; answers what it changed that was not in the plan. */
function play() {
  const { tasks, recap } = runPlaybook(inputs, ['--diff'])
  writeArtifact('results.json', { recap, tasks: tasks.filter(({ changed }) => changed) })
  const planned = new Set(plan.actions.map(({ verb, target }) => `${verb} ${target}`))
  const unplanned = tasks
    .filter(({ changed, module, host, task }) => changed && !planned.has(`${module} ${host}: ${task}`))
    .map(({ module, host, task }) => `${module} ${host}: ${task}`)
  for (const action of unplanned) console.error(`not in the plan: ${action}`)
  return { applied: changedIn(recap), unplanned: [...new Set(unplanned)].slice(0, 50) }
}

const done = { applied: 0, unplanned: [] }
if (inputs.target === 'real') {
  takePlanned()
  if (applies) Object.assign(done, play())
} else if (applies) {
  plan.actions.forEach(applyFile)
  done.applied = changes
}
writeOutput({
  changes,
  risk,
  ...done,
  files: inputs.target === 'local' ? filesOf(plan.actions) : [],
  plan: approval,
})
