import { verifyFiles } from '../lib/local-files.mjs'
import { fail, readPhase, writeOutput } from '../lib/phase.mjs'
import { actionsOf, changedIn, runPlaybook } from './playbook.mjs'

const { inputs, plan, outputs } = readPhase()

function verifyReal() {
  if (outputs.unplanned.length > 0 && inputs.unplanned === 'fail')
    fail(`the playbook changed what was not in the plan: ${outputs.unplanned.join('; ')}`)
  const { tasks, recap } = runPlaybook(inputs, ['--check', '--diff'])
  const changed = changedIn(recap)
  const remaining = actionsOf(tasks)
  // What check mode cannot tell it can neither prove; it is told apart.
  const untold = remaining.filter(({ certain }) => certain === false).map(({ target }) => target)
  if (changed > 0) {
    const targets = remaining.filter(({ certain }) => certain !== false).map(({ target }) => target)
    fail(`the hosts still differ from the playbook: ${targets.join('; ')}`)
  }
  writeOutput({ changed, untold: untold.slice(0, 50) })
}

if (inputs.mode === 'apply' && inputs.target === 'local') verifyFiles(plan.actions)
if (inputs.mode === 'apply' && inputs.target === 'real') verifyReal()
