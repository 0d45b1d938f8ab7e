import { call, listen, runPath, throttled } from './api.js'
import { fill, h, keyed, moment, say, span, status } from './dom.js'
import { gateCard } from './gate-card.js'
import { actor, plural } from './words.js'

const FILTERS = ['all', 'running', 'succeeded', 'failed', 'cancelled', 'timed_out', 'revoked']
const MOST = 100

/** Open gates first, then runs. */
export function homePage(main, onState) {
  const count = h('span', { class: 'count' })
  const gates = h('div', { class: 'gates' })
  const rows = h('tbody')
  const empty = h('div', { class: 'empty' })
  const table = h(
    'table',
    { class: 'runs' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ...['Status', 'Run', 'Stages', 'By', 'Submitted', 'Duration'].map((name) =>
          h('th', { scope: 'col' }, name),
        ),
      ),
    ),
    rows,
  )
  let filter = 'all'
  const chosen = h(
    'select',
    {
      'aria-label': 'Show runs that are',
      onchange: () => {
        filter = chosen.value
        fresh.ask()
      },
    },
    ...FILTERS.map((value) => h('option', { value }, value.replace('_', ' '))),
  )
  main.append(
    h(
      'section',
      { 'aria-label': 'Waiting for a decision' },
      h('h2', {}, 'Waiting for a decision', count),
      gates,
    ),
    h(
      'section',
      { 'aria-label': 'Runs' },
      h('div', { class: 'line' }, h('h2', {}, 'Runs'), chosen),
      table,
      empty,
    ),
  )

  const fresh = throttled(async () => {
    const query = filter === 'all' ? '' : `&status=${filter}`
    const [open, { runs, counts }] = await Promise.all([
      call('/gates?limit=200'),
      call(`/runs?counts=true&limit=${MOST}${query}`),
    ])
    say(count, open.gates.length === 0 ? '' : String(open.gates.length))
    document.title = open.gates.length === 0 ? 'Muster' : `(${open.gates.length}) Muster`
    const kept = await keptGates(gates, open.gates)
    const shown = [...open.gates, ...kept].toSorted((a, b) => a.deadlineAt - b.deadlineAt)
    keyed(
      gates,
      shown,
      (gate) => `${gate.id} ${gate.openedAt}`,
      (gate) => gateCard(gate, fresh.ask),
    )
    gates.dataset.empty = shown.length === 0 ? 'Nothing waits for you.' : ''
    keyed(
      rows,
      runs,
      (run) => run.id,
      () => runRow(),
    )
    for (const view of rows.views.values()) view.count(counts)
    table.hidden = runs.length === 0
    empty.hidden = runs.length > 0
    if (runs.length === 0) fill(empty, ...nothing(filter))
  })
  fresh.ask()
  const stop = listen(
    () => '/api/events',
    { change: fresh.ask },
    (state) => {
      onState(state)
      if (state === 'live') fresh.ask()
    },
  )
  const slow = setInterval(fresh.ask, 20_000)
  return () => {
    clearInterval(slow)
    stop()
    fresh.stop()
  }
}

/** Gates that are open no more but whose cards stay, as they now stand. */
async function keptGates(gates, open) {
  const kept = [...gates.children].flatMap((card) => card.keep())
  const closed = kept.filter(
    (gate) => !open.some((one) => one.id === gate.id && one.openedAt === gate.openedAt),
  )
  return Promise.all(
    closed.map((gate) =>
      gate.verdict === null ? call(`/gates/${encodeURIComponent(gate.id)}`).catch(() => gate) : gate,
    ),
  )
}

function nothing(filter) {
  if (filter !== 'all') return [h('p', {}, `No run is ${filter.replace('_', ' ')}.`)]
  return [
    h('p', {}, 'No runs yet. Start the first one in a terminal:'),
    h('pre', {}, h('code', {}, 'npx muster run examples/hello.yaml')),
    h('p', { class: 'quiet' }, 'It appears here as soon as it is admitted.'),
  ]
}

function runRow() {
  const state = h('td')
  const name = h('td', { class: 'name' })
  const bar = h('progress', { max: 1, value: 0 })
  const far = h('span')
  const by = h('td')
  const age = h('td', { class: 'number' })
  const took = h('td', { class: 'number' })
  const element = h('tr', {}, state, name, h('td', { class: 'progress' }, bar, far), by, age, took)
  let last = ''
  let id = ''
  return {
    element,
    update(run) {
      id = run.id
      const now = `${run.status} ${run.seq}`
      if (now === last) return
      last = now
      element.className = `is-${run.status}`
      fill(state, status(run.status))
      fill(
        name,
        h('a', { href: runPath(run.id) }, run.pipeline),
        h('code', { class: 'quiet' }, run.id),
        run.reason !== null && run.status !== 'succeeded' && h('p', { class: 'why' }, run.reason),
      )
      say(by, actor(run.by))
      fill(age, moment(run.submittedAt, 'ago'))
      fill(
        took,
        run.finishedAt === null ? moment(run.submittedAt, 'since') : span(run.finishedAt - run.submittedAt),
      )
    },
    count(counts) {
      bar.hidden = counts[id] === undefined
      if (bar.hidden) return say(far, 'trimmed')
      const { total, ended, waiting } = counts[id]
      bar.max = Math.max(1, total)
      bar.value = ended
      say(far, `${ended} of ${total}${waiting > 0 ? `, ${plural(waiting, 'gate')} open` : ''}`)
    },
  }
}
