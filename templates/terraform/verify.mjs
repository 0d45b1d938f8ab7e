import { resolve } from 'node:path'
import { verifyFiles } from '../lib/local-files.mjs'
import { fail, readPhase, writeOutput } from '../lib/phase.mjs'
import { actionsOf } from './actions.mjs'
import { configurationOf, planInto } from './terraform.mjs'

const { inputs, plan } = readPhase()

function verifyReal() {
  const remaining = actionsOf(planInto(resolve('tfplan-after'), configurationOf(inputs), inputs))
  if (remaining.length > 0) {
    const names = remaining.slice(0, 10).map(({ verb, target }) => `${verb} ${target}`)
    fail(`the infrastructure still differs: ${names.join(', ')}`)
  }
  writeOutput({ changes: 0 })
}

if (inputs.mode === 'apply' && inputs.target === 'local') verifyFiles(plan.actions)
if (inputs.mode === 'apply' && inputs.target === 'real') verifyReal()
