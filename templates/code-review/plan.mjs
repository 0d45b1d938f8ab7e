import { existsSync } from 'node:fs'
import { fail, insideProject, readPhase, writeOutput } from '../lib/phase.mjs'
import { commitOf, diskPath } from './diff.mjs'
import { isPresent } from './linters.mjs'

const { inputs } = readPhase()
const path = insideProject(inputs.path)
if (inputs.head !== '' && inputs.base === '') fail('`head` says up to where: `base` must say from where')
// A path that the head lacks may still be in the base, and git knows it.
if (inputs.base === '' && !existsSync(diskPath(path))) fail(`there is no ${inputs.path} in the project`)
const base = inputs.base === '' ? null : commitOf(inputs.base)
const head = inputs.head === '' ? null : commitOf(inputs.head)

const what = base === null ? 'read' : 'compare'
const range =
  base === null ? '' : ` from ${base.slice(0, 12)} to ${head?.slice(0, 12) ?? 'what is on the disk'}`
const linters = inputs.linters.filter(({ command }) => isPresent(command[0]))
const absent = inputs.linters.filter(({ command }) => !isPresent(command[0])).map(({ command }) => command[0])
for (const program of absent) console.log(`${program} is not here: what it would find is not looked for`)
writeOutput({
  summary: `${what} ${path}${range}`,
  path,
  base,
  head,
  linters,
  absent,
  actions: [
    { verb: 'read', target: path, risk: 'low' },
    ...linters.map(({ command }) => ({ verb: 'run', target: command.join(' '), risk: 'low' })),
  ],
})
