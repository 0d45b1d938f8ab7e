import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { applyFile as applyLocal, filesOf } from '../lib/local-files.mjs'
import { fail, readPhase, writeOutput } from '../lib/phase.mjs'
import { sha256 } from '../lib/plan.mjs'
import { digestOf } from '../lib/tree.mjs'
import { applyFile, configurationOf, readConfiguration } from './terraform.mjs'

const { inputs, plan } = readPhase()
const { changes, risk, approval } = plan
const applies = inputs.mode === 'apply' && changes > 0

function read(file) {
  try {
    return readFileSync(file)
  } catch {
    return fail('the plan file is gone from the workspace: nothing was applied')
  }
}

function applyReal() {
  const directory = configurationOf(inputs)
  const file = resolve('tfplan')
  if (sha256(read(file)) !== plan.file)
    fail('the plan file was changed after it was planned: nothing was applied')
  // The file holds the configuration itself, but not the scripts and templates that it may use.
  if (digestOf(readConfiguration(directory)) !== plan.configuration)
    fail('the configuration was changed after it was planned: nothing was applied')
  applyFile(file, directory)
}

if (applies && inputs.target === 'local') plan.actions.forEach(applyLocal)
if (applies && inputs.target === 'real') applyReal()
const files = inputs.target === 'local' ? filesOf(plan.actions) : []
writeOutput({ changes, risk, applied: applies ? changes : 0, files, plan: approval })
