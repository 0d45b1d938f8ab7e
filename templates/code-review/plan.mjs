import { existsSync } from 'node:fs'
import { fail, insideProject } from '../lib/phase.mjs'
import { commitOf, diskPath } from './diff.mjs'
import { isPresent } from './linters.mjs'

/** Says what will be read, from which commit to which, and which programs will be run. */
export function planReview({ inputs }) {
  const path = insideProject(inputs.path)
  if (inputs.head !== '' && inputs.base === '') fail('`head` says up to where: `base` must say from where')
  // A path that the disk lacks may still be in a commit, and git knows it.
  if (inputs.base === '' && !existsSync(diskPath(path))) fail(`there is no ${inputs.path} in the project`)
  const base = inputs.base === '' ? null : commitOf(inputs.base)
  const head = inputs.head === '' ? null : commitOf(inputs.head)

  const range =
    base === null ? '' : ` from ${base.slice(0, 12)} to ${head?.slice(0, 12) ?? 'what is on the disk'}`
  const linters = inputs.linters.filter(({ command }) => isPresent(command[0]))
  const absent = inputs.linters
    .filter(({ command }) => !isPresent(command[0]))
    .map(({ command }) => command[0])
  // Where the worker has a model its name is known, and nothing else of it.
  const model = inputs.model === 'off' ? null : (process.env.MUSTER_MODEL ?? null)
  const plan = {
    summary: `${base === null ? 'read' : 'compare'} ${path}${range}`,
    path,
    base,
    head,
    linters,
    absent,
    model,
    actions: [
      { verb: 'read', target: path, risk: 'low' },
      ...linters.map(({ command }) => ({ verb: 'run', target: command.join(' '), risk: 'low' })),
      ...(model === null ? [] : [{ verb: 'model.complete', target: model, risk: 'low' }]),
    ],
  }
  return { plan }
}
