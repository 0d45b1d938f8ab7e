import { h, moment, status } from './dom.js'
import { list, when } from './words.js'

/** How each kind of waiting looks. */
const SHOWN = {
  ended: 'failed',
  gate: 'waiting',
  effect: 'waiting',
  revoked: 'revoked',
  worker: 'waiting',
  stopping: 'cancelled',
  planner: 'pending',
  backoff: 'pending',
  work: 'running',
  place: 'pending',
  needs: 'pending',
  deadline: 'timed_out',
}
/** Kinds that say nothing more than the list of stages does. */
const OBVIOUS = new Set(['needs', 'work', 'ended'])
const MOST = 50

/** Why a run waits: what somebody should know of first, the rest folded away. Null when nothing is to be said. */
export function whyList({ waits }) {
  const told = waits.filter((wait) => !OBVIOUS.has(wait.kind))
  const rest = waits.filter((wait) => wait.kind === 'needs' || wait.kind === 'work')
  if (told.length === 0 && rest.length === 0) return null
  return h(
    'section',
    { class: 'why-list', 'aria-label': 'Why it waits' },
    h('h2', {}, 'Why it waits'),
    h('ul', {}, ...told.map((wait) => waitItem(wait))),
    rest.length > 0 &&
      h(
        'details',
        { open: told.length === 0 },
        h('summary', {}, `${rest.length} more at work, or waiting for these`),
        h('ul', {}, ...rest.slice(0, MOST).map((wait) => waitItem(wait))),
        rest.length > MOST && h('p', { class: 'quiet' }, `The first ${MOST} of them.`),
      ),
  )
}

function waitItem({ kind, stage, why, who, by, next, how }) {
  return h(
    'li',
    {},
    h(
      'p',
      {},
      status(SHOWN[kind] ?? 'pending', kind),
      h('code', {}, stage ?? 'the run'),
      h('span', {}, plain(why)),
    ),
    h(
      'p',
      { class: 'quiet' },
      who.length > 0 && h('span', {}, `${list(who)} can end it. `),
      by !== null && h('span', {}, 'By ', when(by), ', in ', moment(by, 'until'), ': '),
      h('span', {}, `${plain(next)}.`),
    ),
    how.length > 0 && kind !== 'gate' && h('p', {}, h('code', {}, how[0])),
  )
}

// Names stand in backticks for those who read it on a terminal.
function plain(text) {
  return text.replaceAll('`', '')
}
