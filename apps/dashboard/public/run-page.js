import { call, listen, revoke, runPath, throttled } from './api.js'
import { fill, h, moment, say, span, status } from './dom.js'
import { ledgerList } from './ledger-list.js'
import { stageDetail } from './stage-detail.js'
import { stageTree } from './stage-tree.js'
import { values } from './values.js'
import { whyList } from './why-list.js'
import { list, actor, ENDED, plural, when } from './words.js'

/** Above this, the segments of phases follow from the phase alone: attempts would be thousands of rows. */
const MANY_STAGES = 300

/** One run: its stages, one of them in detail, and its ledger. */
export function runPage(main, run, onState) {
  const head = h('header', { class: 'run-head' })
  const problem = h('p', { class: 'problem', role: 'alert' })
  const waits = h('div')
  const left = h('section', { class: 'stages', 'aria-label': 'Stages' })
  const right = h('div', { class: 'side' })
  const ledger = ledgerList(run)
  main.append(head, problem, waits, h('div', { class: 'split' }, left, right), ledger.element)
  let graph = null
  let tree = null
  let detail = null
  let view = null
  let cursor = 0
  let unlisten = () => {}
  let gone = false

  const fresh = throttled(async () => {
    const attempts = graph.nodes.length > MANY_STAGES ? 'none' : 'brief'
    const [now, why] = await Promise.all([
      call(runPath(run, `?attempts=${attempts}`)),
      call(runPath(run, '/why')),
    ])
    view = now
    drawHead()
    const open = waits.querySelector('details')?.open
    fill(waits, whyList(why))
    if (open !== undefined) waits.querySelector('details')?.toggleAttribute('open', open)
    tree.update(view)
    await detail?.update(view)
  })

  async function act(path, body) {
    say(problem, '')
    try {
      await call(runPath(run, path), body)
      follow()
      fresh.ask()
    } catch (thrown) {
      say(problem, `${thrown.message} ${thrown.hint}`)
    }
  }

  function drawHead() {
    const now = view.run
    const ended = view.stages.filter((stage) => ENDED.has(stage.status)).length
    const button = (name, kind, use) => h('button', { type: 'button', class: kind, onclick: use }, name)
    document.title = `${now.pipeline} · ${now.status.replace('_', ' ')} · Muster`
    if (head.dataset.seq === String(now.seq)) return
    head.dataset.seq = now.seq
    fill(
      head,
      h(
        'div',
        {},
        h('h1', {}, now.pipeline, h('span', { class: 'quiet' }, ` ${now.version}`)),
        h('code', {}, now.id),
      ),
      h(
        'div',
        { class: 'act' },
        now.status === 'running'
          ? [
              button(
                'Cancel',
                '',
                () =>
                  confirm('Cancel this run? What works is stopped and leaves its evidence.') &&
                  void act('/cancel', {}),
              ),
              button('Revoke', 'danger', () =>
                revoke('run', run, 'Revoke this run? That is final: it cannot be retried.').then(
                  (asked) => asked && fresh.ask(),
                  (thrown) => say(problem, `${thrown.message} ${thrown.hint}`),
                ),
              ),
            ]
          : now.trimmedAt === null &&
              now.status !== 'succeeded' &&
              now.status !== 'revoked' &&
              button('Retry', 'primary', () => void act('/retry', {})),
      ),
      h(
        'p',
        { class: 'lead' },
        status(now.status),
        now.trimmedAt === null && h('span', {}, `${ended} of ${plural(view.stages.length, 'stage')}`),
        h(
          'span',
          {},
          now.finishedAt === null ? moment(now.submittedAt, 'since') : span(now.finishedAt - now.submittedAt),
        ),
        h('span', {}, `by ${actor(now.by)}, `, moment(now.submittedAt, 'ago')),
        now.deadlineAt !== null && now.finishedAt === null && h('span', {}, `until ${when(now.deadlineAt)}`),
        now.trimmedAt !== null &&
          h(
            'span',
            { class: 'note' },
            `trimmed ${when(now.trimmedAt)}: stages and entries are no longer kept`,
          ),
        view.withoutSandbox.length > 0 &&
          h('span', { class: 'note' }, `without a sandbox: ${list(view.withoutSandbox)}`),
        now.yesToGates && h('span', { class: 'note' }, 'gates approve themselves: a demonstration'),
      ),
      now.reason !== null && now.status !== 'succeeded' && h('p', { class: 'reason' }, now.reason),
    )
  }

  function select(id) {
    const node = graph.nodes.find((one) => one.id === id)
    if (node === undefined) return
    tree.select(id)
    history.replaceState(null, '', `#${encodeURIComponent(id)}`)
    detail?.stop()
    detail = stageDetail(run, node, fresh.ask)
    fill(right, detail.element)
    if (view !== null) void detail.update(view)
  }

  function follow() {
    unlisten()
    unlisten = listen(
      () => `/api${runPath(run, `/events?after=${cursor}`)}`,
      {
        entry: (entry) => {
          cursor = Math.max(cursor, entry.seq)
          ledger.add(entry)
          fresh.ask()
        },
        end: () => {
          unlisten()
          onState('ended')
          fresh.ask()
        },
      },
      onState,
    )
  }

  async function open() {
    graph = await call(runPath(run, '/graph'))
    const first = await call(runPath(run, '?attempts=none'))
    if (gone) return
    if (first.run.trimmedAt !== null) {
      view = first
      drawHead()
      ledger.element.remove()
      return onState('ended')
    }
    tree = stageTree(graph, select)
    left.append(h('h2', {}, 'Stages'), tree.element)
    if (Object.keys(first.inputs).length > 0) left.append(h('h2', {}, 'Inputs'), values(first.inputs))
    view = first
    cursor = first.run.seq
    drawHead()
    tree.update(first)
    const named = decodeURIComponent(location.hash.slice(1))
    select(graph.nodes.some((node) => node.id === named) ? named : chosenOf(first))
    fresh.ask()
    await ledger.open(cursor)
    if (!gone) follow()
  }

  open().catch((thrown) => {
    say(problem, `${thrown.message} ${thrown.hint ?? ''}`)
  })
  return () => {
    gone = true
    unlisten()
    fresh.stop()
    detail?.stop()
  }
}

/** The stage a reader most likely came for: an open gate, a failure, what runs, or the last one. */
function chosenOf({ stages }) {
  const leaves = stages.filter((stage) => stage.type === 'agent' || stage.type === 'gate')
  const by = (wanted) => leaves.find((stage) => stage.status === wanted)?.stage
  return by('waiting') ?? by('failed') ?? by('timed_out') ?? by('running') ?? leaves.at(-1)?.stage ?? ''
}
