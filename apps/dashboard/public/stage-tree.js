import { fill, h, keyed, say, status, symbol } from './dom.js'
import { ENDED, NOTABLE, PHASES, reasonOf } from './words.js'

const SMALL = 60
const MOST_ROWS = 300

/** The stages of a run, nested as the pipeline nests them. Only what is open is in the document. */
export function stageTree(graph, onSelect) {
  const children = new Map()
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  for (const node of graph.nodes) {
    const above = node.parent ?? ''
    if (!children.has(above)) children.set(above, [])
    children.get(above).push(node.id)
  }
  let most = MOST_ROWS
  const more = h('button', {
    type: 'button',
    hidden: true,
    onclick: () => {
      most += MOST_ROWS
      draw()
    },
  })
  const rows = h('ul', { class: 'tree', role: 'tree', 'aria-label': 'Stages', onkeydown: move })
  const opened = new Map()
  let stages = new Map()
  let attempts = new Map()
  let selected = null

  const isOpen = (id) => opened.get(id) ?? (graph.nodes.length <= SMALL || notable(id))
  const notable = (id) => NOTABLE.has(stages.get(id)?.status)

  function visible() {
    const rows = []
    const walk = (above, level) => {
      for (const id of children.get(above) ?? []) {
        rows.push({ id, level })
        if (children.has(id) && isOpen(id)) walk(id, level + 1)
      }
    }
    walk('', 1)
    return rows
  }

  function draw() {
    const all = visible()
    keyed(
      rows,
      all.slice(0, most),
      (row) => row.id,
      (row) => stageRow(nodes.get(row.id), row.level),
    )
    more.hidden = all.length <= most
    if (!more.hidden) say(more, `Show more: ${all.length - most} rows are below`)
  }

  function toggle(id, open) {
    opened.set(id, open)
    draw()
  }

  function stageRow(node, level) {
    const container = children.has(node.id)
    const twist = h('span', {
      class: 'twist',
      onclick: (event) => {
        event.stopPropagation()
        toggle(node.id, !isOpen(node.id))
      },
    })
    const name = h('span', { class: 'stage-name' }, label(node))
    const state = h('span', { class: 'state' })
    const why = h('span', { class: 'why' })
    const phases = h('span', { class: 'phases' })
    const row = h(
      'li',
      {
        role: 'treeitem',
        'aria-level': level,
        tabindex: -1,
        'data-id': node.id,
        onclick: () => onSelect(node.id),
      },
      twist,
      symbol(node.type, 'kind'),
      name,
      phases,
      state,
      why,
    )
    row.style.setProperty('--level', level)
    let last = ''
    return {
      element: row,
      update() {
        const stage = stages.get(node.id)
        if (stage === undefined) return
        const marks = node.type === 'agent' ? phaseMarks(stage, attempts.get(node.id)) : []
        const now = [
          stage.status,
          stage.reason,
          stage.attempt,
          marks.join(''),
          container && isOpen(node.id),
          selected === node.id,
        ].join('|')
        if (now === last) return
        last = now
        row.setAttribute('aria-selected', selected === node.id)
        row.tabIndex = selected === node.id || (selected === null && row === rows.firstChild) ? 0 : -1
        if (container) {
          row.setAttribute('aria-expanded', isOpen(node.id))
          fill(twist, symbol(isOpen(node.id) ? 'open' : 'closed'))
        }
        fill(state, status(stage.status))
        const tries = stage.attempt > 1 && node.type === 'agent' ? `attempt ${stage.attempt}` : ''
        say(
          why,
          [
            tries,
            ['pending', 'waiting'].includes(stage.status) && stage.reason === null ? '' : reasonOf(stage),
          ]
            .filter(Boolean)
            .join(' · '),
        )
        fill(phases, ...marks.map((mark, index) => h('i', { class: `p-${mark}`, title: PHASES[index] })))
        phases.setAttribute('aria-label', marks.length === 0 ? '' : `phase ${stage.phase ?? 'none'}`)
      },
    }
  }

  function move(event) {
    const items = [...rows.children]
    const at = items.indexOf(document.activeElement)
    const row = items[at]
    if (row === undefined) return
    const id = row.dataset.id
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key]
    if (to !== undefined) items[to]?.focus()
    else if (event.key === 'Enter' || event.key === ' ') onSelect(id)
    else if (event.key === 'ArrowRight' && children.has(id)) toggle(id, true)
    else if (event.key === 'ArrowLeft' && children.has(id) && isOpen(id)) toggle(id, false)
    else if (event.key === 'ArrowLeft')
      rows.querySelector(`[data-id="${CSS.escape(nodes.get(id).parent ?? '')}"]`)?.focus()
    else return
    event.preventDefault()
  }

  return {
    element: h('div', {}, rows, more),
    update(view) {
      stages = new Map(view.stages.map((stage) => [stage.stage, stage]))
      attempts = Map.groupBy(view.attempts, (attempt) => attempt.stage)
      draw()
    },
    select(id) {
      selected = id
      for (let above = nodes.get(id)?.parent; above != null; above = nodes.get(above).parent)
        opened.set(above, true)
      draw()
    },
  }
}

function label(node) {
  if (node.type !== 'branch') return node.name
  return node.item === undefined ? node.name : `${node.name} · ${JSON.stringify(node.item)}`.slice(0, 60)
}

// One letter for each phase: d done, f failed, n now, k walked with no telling how, w waits.
function phaseMarks(stage, attempts) {
  const at = PHASES.indexOf(stage.phase)
  const ended = ENDED.has(stage.status)
  const last = new Map(
    (attempts ?? []).toSorted((a, b) => a.fence - b.fence).map((one) => [one.phase, one.status]),
  )
  const walked = !ended || stage.status === 'succeeded' ? 'd' : 'k'
  return PHASES.map((phase, index) => {
    const known = last.get(phase)
    if (known === 'failed' || known === 'timed_out') return 'f'
    if (known === 'succeeded') return 'd'
    if (index === at && !ended) return 'n'
    return attempts === undefined && index <= at ? walked : 'w'
  })
}
