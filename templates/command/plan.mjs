import { accessSync, constants } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { fail, insideProject, PROJECT, readPhase, writeOutput } from '../lib/phase.mjs'

const { inputs } = readPhase()
const argv = inputs.command.map(String)
const [program = ''] = argv
if (program === '') fail('`command` names no program')
const directory = inputs.directory === '' ? null : insideProject(inputs.directory)
const cwd = directory === null ? process.cwd() : join(PROJECT, directory)
const places = program.includes('/')
  ? [resolve(cwd, program)]
  : process.env.PATH.split(delimiter).map((folder) => join(folder, program))
const found = places.find((place) => {
  try {
    accessSync(place, constants.X_OK)
    return true
  } catch {
    return false
  }
})
if (found === undefined) fail(`there is no program \`${program}\` on this worker`)

const tier = Number(process.env.MUSTER_TIER)
const line = argv.map((word) => (/^[\w./:=@%+-]+$/.test(word) ? word : JSON.stringify(word))).join(' ')
const target = line.length > 500 ? `${line.slice(0, 500)} …` : line
writeOutput({
  summary: `run ${program}`,
  argv,
  directory,
  // What a program does nobody knows before; below tier 2 it can change nothing.
  actions: [{ verb: 'run', target, risk: tier < 2 ? 'low' : 'high' }],
})
