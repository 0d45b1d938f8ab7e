import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { planFiles } from '../lib/local-files.mjs'
import { fail, insideProject, readPhase } from '../lib/phase.mjs'
import { requireTier, writePlan } from '../lib/plan.mjs'
import { digestOf } from '../lib/tree.mjs'
import { actionsOf, directoryOf, PLANNED, runPlaybook, takePlaybook } from './playbook.mjs'

const { inputs } = readPhase()
requireTier(inputs.mode)
if (inputs.target === 'local') planLocal()
else planReal()

function planLocal() {
  const home = join(insideProject(inputs.directory), inputs.environment, 'hosts')
  const settings = Object.entries(inputs.settings).sort()
  const content = settings.map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`).join('')
  for (const host of inputs.hosts)
    if (!/^[\w.-]{1,64}$/.test(host)) fail(`\`${host}\` cannot be the name of a host`)
  const actions = planFiles(home, '.conf', new Map(inputs.hosts.map((host) => [host, content])))
  writePlan({ inputs, actions, bound: { target: 'local', environment: inputs.environment } })
}

function planReal() {
  const directory = directoryOf(inputs)
  const entries = takePlaybook(directory)
  writeFileSync(PLANNED, JSON.stringify(entries))
  const { tasks } = runPlaybook(inputs, ['--check', '--diff'])
  const { playbook, inventory, environment, variables } = inputs
  const bound = {
    target: 'real',
    environment,
    directory,
    digest: digestOf(entries),
    playbook,
    inventory,
    variables,
  }
  writePlan({ inputs, actions: actionsOf(tasks), bound })
}
