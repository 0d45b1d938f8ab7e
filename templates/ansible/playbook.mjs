import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { fail, insideProject, PROJECT } from '../lib/phase.mjs'
import { copyTree, readTree } from '../lib/tree.mjs'

/** What is run: a copy, so that nobody can change it between the look at its digest and its use. */
const COPY = resolve('playbook')
/** What was in it when it was planned, to tell later what differs. */
export const PLANNED = resolve('planned-playbook.json')
const RESULTS = resolve('ansible-results.jsonl')
/** Modules of which only whoever wrote the task knows what they do. */
const ANYTHING = new Set(['command', 'shell', 'raw', 'script', 'expect', 'reboot'])

/** Where playbook and inventory are, below the project. Fails when they are not, or not there. */
export function directoryOf(inputs) {
  const directory = insideProject(inputs.directory)
  for (const path of [inputs.playbook, ...(isList(inputs.inventory) ? [] : [inputs.inventory])]) {
    const inside = relative(join(PROJECT, directory), resolve(PROJECT, directory, path))
    if (isAbsolute(inside) || inside.startsWith('..')) fail(`${path} is not below ${directory}`)
    if (!existsSync(join(PROJECT, directory, inside))) fail(`there is no ${path} in ${directory}`)
  }
  return directory
}

/** `localhost,` is a list of hosts, not a file. */
function isList(inventory) {
  return inventory.includes(',')
}

/** Copies the directory of the playbook to where it is run from; answers what is in the copy. */
export function takePlaybook(directory) {
  const skips = (path) => path === '.git' || path.endsWith('.retry')
  copyTree(join(PROJECT, directory), readTree(join(PROJECT, directory), skips), COPY)
  return readTree(COPY, skips)
}

/** Runs the copied playbook. Answers what it did per host and task, and the recap per host. */
export function runPlaybook(inputs, options) {
  rmSync(RESULTS, { force: true })
  const variables = JSON.stringify({ ...inputs.variables, environment_name: inputs.environment })
  const args = [...options, '-i', inputs.inventory, '-e', variables, inputs.playbook]
  const run = spawnSync('ansible-playbook', args, {
    cwd: COPY,
    stdio: 'inherit',
    env: {
      ...process.env,
      ANSIBLE_CALLBACK_PLUGINS: dirname(new URL(import.meta.url).pathname),
      ANSIBLE_CALLBACKS_ENABLED: 'muster_results',
      // `~` would be the home of the user in the password file, which the sandbox does not show.
      ANSIBLE_REMOTE_TEMP: '$HOME/.ansible/tmp',
      ANSIBLE_NOCOLOR: '1',
      ANSIBLE_RETRY_FILES_ENABLED: '0',
      ANSIBLE_LOCALHOST_WARNING: '0',
      MUSTER_ANSIBLE_RESULTS: RESULTS,
    },
  })
  const lines = existsSync(RESULTS) ? readFileSync(RESULTS, 'utf8').trim().split('\n').filter(Boolean) : []
  const results = lines.map((line) => JSON.parse(line))
  const recap = results.find((line) => line.recap !== undefined)?.recap
  const tasks = results.filter((line) => line.recap === undefined)
  for (const { host, task, problem } of tasks.filter(({ how }) => how === 'failed'))
    console.error(`${host}: ${task}: ${problem}`)
  if (run.status !== 0)
    fail(`ansible-playbook ${options.join(' ')} ended with ${run.signal ?? run.status ?? run.error?.message}`)
  if (recap === undefined) fail('ansible-playbook did not tell what it came to')
  if (Object.keys(recap).length === 0) fail('the playbook matched no host of the inventory')
  return { tasks, recap }
}

/** What a run in check mode found to be done, as actions of a plan. */
export function actionsOf(tasks) {
  const actions = new Map()
  for (const { host, task, module, changed, untold, removes } of tasks) {
    if (!changed && !untold) continue
    const target = `${host}: ${task}`
    const risk = untold || removes || ANYTHING.has(module) ? 'high' : 'medium'
    const times = (actions.get(`${module} ${target}`)?.times ?? 0) + 1
    actions.set(`${module} ${target}`, {
      verb: module,
      target,
      risk,
      times,
      ...(untold ? { certain: false } : {}),
    })
  }
  return [...actions.values()]
}

export function changedIn(recap) {
  return Object.values(recap).reduce((sum, { changed }) => sum + changed, 0)
}
