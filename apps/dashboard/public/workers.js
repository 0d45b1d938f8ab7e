import { call, throttled } from './api.js'
import { fill, h, keyed, moment } from './dom.js'
import { plural, TIERS } from './words.js'

/** The workers that beat now. */
export function workersPage(main, onState) {
  const rows = h('tbody')
  const table = h(
    'table',
    { class: 'runs' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ...['Worker', 'Tiers', 'Sandbox', 'Busy', 'Agents', 'Last beat'].map((name) =>
          h('th', { scope: 'col' }, name),
        ),
      ),
    ),
    rows,
  )
  const empty = h(
    'div',
    { class: 'empty', hidden: true },
    h('p', {}, 'No worker beats. Without one, runs wait. Start one:'),
    h('pre', {}, h('code', {}, 'npx muster worker --tiers 0,1 --concurrency 4')),
  )
  main.append(h('section', { 'aria-label': 'Workers' }, h('h2', {}, 'Workers'), table, empty))
  const fresh = throttled(async () => {
    const { workers } = await call('/workers').catch((thrown) => {
      onState('lost')
      throw thrown
    })
    onState('live')
    keyed(rows, workers, (worker) => worker.id, workerRow)
    table.hidden = workers.length === 0
    empty.hidden = workers.length > 0
  })
  fresh.ask()
  const timer = setInterval(() => !document.hidden && fresh.ask(), 3000)
  return () => {
    clearInterval(timer)
    fresh.stop()
  }
}

function workerRow() {
  const element = h('tr')
  return {
    element,
    update: ({ id, tiers, concurrency, sandbox, agents, beatAt, revoked }) =>
      fill(
        element,
        h('td', {}, h('code', {}, id), revoked && h('span', { class: 'note' }, ' revoked: takes no jobs')),
        h('td', {}, tiers.map((tier) => `T${tier} ${TIERS[tier]}`).join(', ')),
        h('td', {}, sandbox),
        h('td', { class: 'number' }, `${agents.length} of ${plural(concurrency, 'place')}`),
        h(
          'td',
          {},
          ...agents.flatMap((agent) => [
            h(
              'a',
              {
                href: `/runs/${agent.split('.')[0]}#${encodeURIComponent(agent.slice(agent.indexOf('.') + 1))}`,
              },
              h('code', {}, agent),
            ),
            ' ',
          ]),
        ),
        h('td', { class: 'number' }, moment(beatAt, 'ago')),
      ),
  }
}
