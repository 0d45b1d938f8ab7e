import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fail, PROJECT } from './phase.mjs'

const RISK = { create: 'low', update: 'medium', delete: 'high' }

function read(path) {
  try {
    return readFileSync(join(PROJECT, path), 'utf8')
  } catch {
    return null
  }
}

/** What must be done so that the files of a kind in `home` are those of `wanted`, by name, and no others. */
export function planFiles(home, extension, wanted) {
  const all = new Map([...wanted].map(([name, content]) => [join(home, `${name}${extension}`), content]))
  const present = existsSync(join(PROJECT, home)) ? readdirSync(join(PROJECT, home)) : []
  const files = present.filter((name) => name.endsWith(extension)).map((name) => join(home, name))
  for (const path of files) if (!all.has(path)) all.set(path, null)
  return [...all].sort().flatMap(([target, content]) => {
    const before = read(target)
    if (before === content) return []
    const verb = before === null ? 'create' : content === null ? 'delete' : 'update'
    return [{ verb, target, risk: RISK[verb], before, content }]
  })
}

/** Does one action of such a plan, unless somebody changed the file since. */
export function applyFile({ verb, target, before, content }) {
  const path = join(PROJECT, target)
  const found = read(target)
  // A try that was cut short may have done this one already.
  if (found === content) return
  if (found !== before) fail(`${target} was changed after it was planned`)
  if (content === null) rmSync(path)
  else {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.new`, content)
    renameSync(`${path}.new`, path)
  }
  console.log(`${verb} ${target}`)
}

/** Fails unless every file is as it was planned. */
export function verifyFiles(actions) {
  const wrong = actions.filter(({ target, content }) => read(target) !== content)
  if (wrong.length > 0) fail(`not as planned: ${wrong.map(({ target }) => target).join(', ')}`)
}

/** The files that a plan writes, as an output: later stages may look at them. */
export function filesOf(actions) {
  return actions
    .filter(({ content }) => typeof content === 'string')
    .map(({ target }) => target)
    .slice(0, 200)
}
