import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fail, insideProject, PROJECT } from '../lib/phase.mjs'
import { readTree } from '../lib/tree.mjs'

const VARIABLES = resolve('variables.tfvars.json')
const PLAIN = ['-input=false', '-no-color']

/** Where the configuration is, below the project. Fails when there is none. */
export function configurationOf(inputs) {
  const directory = insideProject(inputs.directory)
  if (!existsSync(join(PROJECT, directory))) fail(`there is no ${directory} with a configuration`)
  return directory
}

/** What a configuration consists of: all in its directory but what terraform itself keeps there. */
export function readConfiguration(directory) {
  const own = /(^|\/)(\.terraform|\.git|\.terraform\.tfstate\.lock\.info|[^/]*\.tfstate(\.[^/]*)?)$/
  return readTree(join(PROJECT, directory), (path) => own.test(path))
}

/** Runs terraform on the configuration; its own data stay in the workspace, its state where the backend says. */
function terraform(directory, args, stdout = 'inherit') {
  const {
    error,
    status,
    signal,
    stdout: said,
  } = spawnSync('terraform', [`-chdir=${join(PROJECT, directory)}`, ...args], {
    stdio: ['ignore', stdout, 'inherit'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: {
      ...process.env,
      TF_DATA_DIR: resolve('.terraform'),
      TF_IN_AUTOMATION: '1',
      CHECKPOINT_DISABLE: '1',
    },
  })
  return { status: status ?? signal ?? error?.message, said }
}

function succeed(args, { status }) {
  if (status !== 0) fail(`terraform ${args[0]} ended with ${status}`)
}

/** Fetches what the configuration needs, within its lock file: the plan says which versions it is for. */
export function initialise(directory) {
  const args = ['init', ...PLAIN, '-lockfile=readonly']
  succeed(args, terraform(directory, args))
}

export function validate(directory) {
  const { said, status } = terraform(directory, ['validate', '-no-color', '-json'], 'pipe')
  const { valid, diagnostics } = readJson(said, 'validate', status)
  for (const { severity, summary, detail, range } of diagnostics) {
    const place = range === undefined ? '' : `${range.filename}:${range.start.line}: `
    console.error(`${severity}: ${place}${summary}${detail ? `: ${detail}` : ''}`)
  }
  if (!valid)
    fail(`the configuration is not valid: ${diagnostics[0]?.summary ?? 'terraform does not say why'}`)
}

/** Plans into a file, and answers what is in it. No lock is taken: a plan that became stale is refused by apply. */
export function planInto(file, directory, inputs) {
  writeFileSync(VARIABLES, JSON.stringify(inputs.variables))
  process.env.TF_VAR_environment = inputs.environment
  const args = ['plan', ...PLAIN, '-lock=false', `-var-file=${VARIABLES}`, `-out=${file}`]
  succeed(args, terraform(directory, args))
  const { said, status } = terraform(directory, ['show', '-json', file], 'pipe')
  return readJson(said, 'show', status)
}

/** Applies a plan file, which holds the configuration and the variables that it was made from. */
export function applyFile(file, directory) {
  const args = ['apply', ...PLAIN, file]
  succeed(args, terraform(directory, args))
}

function readJson(text, command, status) {
  try {
    return JSON.parse(text)
  } catch {
    return fail(`terraform ${command} ended with ${status} and put out no JSON`)
  }
}
