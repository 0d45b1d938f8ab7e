import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { planFiles } from '../lib/local-files.mjs'
import { fail, insideProject, readPhase } from '../lib/phase.mjs'
import { requireTier, sha256, writePlan } from '../lib/plan.mjs'
import { digestOf } from '../lib/tree.mjs'
import { actionsOf } from './actions.mjs'
import { configurationOf, initialise, planInto, readConfiguration, validate } from './terraform.mjs'

const { inputs } = readPhase()
requireTier(inputs.mode)
if (inputs.target === 'local') planLocal()
else planReal()

function planLocal() {
  const home = join(insideProject(inputs.directory), inputs.environment, 'infrastructure')
  const wanted = new Map()
  for (const [name, settings] of Object.entries(inputs.resources)) {
    if (!/^[\w-]{1,64}$/.test(name)) fail(`\`${name}\` cannot be the name of a resource`)
    wanted.set(name, `${JSON.stringify(settings, null, 2)}\n`)
  }
  const actions = planFiles(home, '.json', wanted)
  writePlan({ inputs, actions, bound: { target: 'local', environment: inputs.environment } })
}

function planReal() {
  const directory = configurationOf(inputs)
  const configuration = digestOf(readConfiguration(directory))
  initialise(directory)
  validate(directory)
  const file = resolve('tfplan')
  const planned = planInto(file, directory, inputs)
  if (planned.errored === true) fail('terraform planned with errors: nothing may be applied')
  const { environment, variables } = inputs
  writePlan({
    inputs,
    actions: actionsOf(planned),
    bound: { target: 'real', environment, directory, configuration, variables },
    // Two plans of one change differ in their bytes: what was approved is the change, what is applied this file.
    rest: { terraform: planned.terraform_version, file: sha256(readFileSync(file)) },
  })
}
