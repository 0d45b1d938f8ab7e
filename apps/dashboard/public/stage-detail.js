import { call, revoke, runPath } from './api.js'
import { budgetSection } from './budget-section.js'
import { fill, h, keyed, moment, say, span, status } from './dom.js'
import { effectList } from './effect-list.js'
import { gateCard } from './gate-card.js'
import { checkpointList } from './checkpoint-list.js'
import { logTail } from './log-tail.js'
import { valueOf, values } from './values.js'
import { ENDED, list, reasonOf, short, TIERS } from './words.js'

/** All about one stage. `update` is called with the run's view whenever it is fresh. */
export function stageDetail(run, node, onDecided) {
  const head = h('div')
  const body = h('div')
  const gates = h('div', { class: 'gates' })
  const element = h(
    'section',
    { class: 'detail', 'aria-label': `Stage ${node.id}` },
    h('h2', {}, node.id),
    head,
    gates,
    body,
  )
  const tail = node.type === 'agent' ? logTail(run, node.id) : null
  if (tail !== null) element.append(h('h3', {}, 'Log'), tail.element)
  let last = ''

  async function update(view) {
    const stage = view.stages.find((one) => one.stage === node.id)
    if (stage === undefined) return
    const rounds = view.gates
      .filter((one) => one.stage === node.id)
      .toSorted((a, b) => b.openedAt - a.openedAt)
    keyed(
      gates,
      rounds,
      (gate) => gate.openedAt,
      (gate) => gateCard(gate, onDecided),
    )
    const asked = (view.effects ?? []).filter((one) => one.stage === node.id)
    const effectsNow = asked.map((one) => one.status).join(' ')
    const budgetNow = JSON.stringify(stage.budget)
    const now = `${stage.status} ${stage.fence} ${stage.phase} ${stage.manifest} ${effectsNow} ${budgetNow}`
    if (now === last) return
    last = now
    const why = reasonOf(stage)
    fill(
      head,
      h(
        'p',
        { class: 'lead' },
        status(stage.status),
        stage.startedAt !== null &&
          h(
            'span',
            {},
            stage.finishedAt === null
              ? moment(stage.startedAt, 'since')
              : span(stage.finishedAt - stage.startedAt),
          ),
        node.type === 'agent' && !ENDED.has(stage.status) && revokeButton(run, node.id, onDecided),
      ),
      why !== '' && h('p', { class: 'reason' }, why),
      facts(node, stage),
      ...(stage.budget ? budgetSection(stage.budget) : []),
    )
    const { attempts } = await call(runPath(run, `/stages/${encodeURIComponent(node.id)}`))
    const open = new Set([...body.querySelectorAll('details[open]')].map((one) => one.dataset.key))
    fill(
      body,
      ...(Object.keys(stage.outputs).length > 0 ? [h('h3', {}, 'Outputs'), values(stage.outputs)] : []),
      ...(asked.length > 0 ? [h('h3', {}, 'Effects'), effectList(run, asked, onDecided)] : []),
      ...(attempts.length > 0
        ? [
            h('h3', {}, 'Attempts'),
            h(
              'ol',
              { class: 'attempts' },
              ...attempts.toSorted((a, b) => a.fence - b.fence).map((one) => attemptRow(one, open)),
            ),
          ]
        : []),
      ...(attempts.length > 0 ? [await checkpointList(run, node.id)] : []),
      ...(stage.manifest === null ? [] : [await bundle(run, stage)]),
    )
  }

  return { element, update, stop: () => tail?.stop() }
}

function revokeButton(run, stage, onDone) {
  const problem = h('span', { class: 'problem', role: 'alert' })
  const ask = () =>
    revoke('agent', `${run}.${stage}`, 'Revoke this agent? That is final; the run goes on without it.').then(
      (asked) => asked && onDone(),
      (thrown) => say(problem, `${thrown.message} ${thrown.hint}`),
    )
  return h(
    'span',
    {},
    h('button', { type: 'button', class: 'danger', onclick: ask }, 'Revoke agent'),
    problem,
  )
}

function facts(node, stage) {
  const rows = [
    ['Template', node.template],
    ['Tier', node.tier === undefined ? null : `T${node.tier} ${TIERS[node.tier]}`],
    [
      'Requires',
      node.requires.length === 0
        ? null
        : `${list(node.requires)}${node.requiresResult === 'succeeded' ? '' : ` (${node.requiresResult})`}`,
    ],
    ['When', node.when?.source],
    ['If', node.if?.source],
    ['At most', node.maxConcurrency ? `${node.maxConcurrency} at once` : null],
    ['Phase', stage.phase?.toLowerCase()],
  ].filter(([, value]) => value != null)
  return h(
    'dl',
    { class: 'facts' },
    ...rows.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
  )
}

function attemptRow(attempt, open) {
  const { phase, status: state, startedAt, finishedAt, worker, record, fence } = attempt
  const fault =
    typeof record?.message === 'string'
      ? record
      : typeof record?.fault?.message === 'string'
        ? record.fault
        : null
  const word = { dispatched: 'running', superseded: 'skipped' }[state] ?? state
  return h(
    'li',
    {},
    h(
      'details',
      { 'data-key': fence, open: open.has(String(fence)) },
      h(
        'summary',
        {},
        status(word, state.replace('_', ' ')),
        h('span', { class: 'phase' }, phase.toLowerCase()),
        h(
          'span',
          { class: 'quiet number' },
          startedAt !== null && finishedAt !== null ? span(finishedAt - startedAt) : '',
        ),
        h('span', { class: 'quiet' }, `attempt ${attempt.attempt}${worker === null ? '' : ` on ${worker}`}`),
      ),
      valueOf(record),
    ),
    fault !== null &&
      state !== 'succeeded' &&
      h('p', { class: 'problem' }, `${fault.message} ${fault.hint ?? ''}`),
  )
}

async function bundle(run, { stage, manifest }) {
  const path = `${runPath(run)}/stages/${encodeURIComponent(stage)}/artifacts`
  const found = await call(`${path}/${manifest}`).catch(() => null)
  const files = Array.isArray(found?.files) ? found.files : []
  const link = (digest, name) =>
    h(
      'a',
      {
        href: `/api${path}/${digest.startsWith('sha256:') ? digest : `sha256:${digest}`}`,
        download: name.split('/').at(-1),
      },
      name,
    )
  return h(
    'div',
    {},
    h('h3', {}, 'Evidence'),
    h(
      'table',
      { class: 'values' },
      h(
        'tbody',
        {},
        ...[{ path: 'manifest.json', sha256: manifest, bytes: null }, ...files].map((file) =>
          h(
            'tr',
            {},
            h('td', {}, link(String(file.sha256), String(file.path))),
            h('td', { class: 'number quiet' }, file.bytes === null ? '' : `${file.bytes} B`),
            h('td', {}, h('code', { class: 'quiet', title: file.sha256 }, short(String(file.sha256)))),
          ),
        ),
      ),
    ),
  )
}
