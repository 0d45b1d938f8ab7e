import { call, runPath } from './api.js'
import { h, say } from './dom.js'
import { valueOf } from './values.js'
import { clock, plural, sentence, short } from './words.js'

const PAGE = 100

/** What the ledger holds of a run, newest first, with the check of its chain. */
export function ledgerList(run) {
  const rows = h('ol', { class: 'ledger' })
  const verdict = h('p', { class: 'quiet', role: 'status' })
  const earlier = h('button', { type: 'button', onclick: () => void more() }, 'Earlier entries')
  const check = h('button', { type: 'button', onclick: () => void verify() }, 'Verify the chain')
  let oldest = Number.POSITIVE_INFINITY
  let newest = 0

  async function more() {
    const after = Math.max(0, oldest - 1 - PAGE)
    const { entries } = await call(runPath(run, `/entries?after=${after}&limit=${oldest - 1 - after}`))
    rows.append(...entries.toReversed().map(entryRow))
    oldest = after + 1
    earlier.hidden = oldest <= 1
  }

  async function verify() {
    const { entries, broken } = await call(`/ledger/verify?run=${encodeURIComponent(run)}`)
    verdict.className = broken.length === 0 ? 'sound' : 'problem'
    say(
      verdict,
      broken.length === 0
        ? `The chain holds: ${plural(entries, 'entry', 'entries')}, each naming the hash of the one before.`
        : `The chain is broken: entry ${broken[0].seq} ${broken[0].problem}.`,
    )
  }

  return {
    element: h(
      'section',
      { 'aria-label': 'Ledger' },
      h('div', { class: 'line' }, h('h2', {}, 'Ledger'), check),
      verdict,
      rows,
      earlier,
    ),
    /** Shows the newest entries; `seq` is the newest one that a stream will not bring. */
    async open(seq) {
      oldest = seq + 1
      newest = seq
      if (seq > 0) await more()
      earlier.hidden = oldest <= 1
    },
    add(entry) {
      if (entry.seq <= newest) return
      newest = entry.seq
      rows.prepend(entryRow(entry))
    },
  }
}

function entryRow(entry) {
  const details = h(
    'details',
    {
      ontoggle: () => {
        if (details.childElementCount === 1)
          details.append(valueOf({ cause: entry.cause, effects: entry.effects, hash: entry.hash }))
      },
    },
    h(
      'summary',
      {},
      h('span', { class: 'seq' }, String(entry.seq)),
      h('time', {}, clock(entry.at)),
      h(
        'span',
        { class: 'fact' },
        sentence(entry.cause),
        entry.effects.length > 0 &&
          h(
            'span',
            { class: 'quiet' },
            ` → ${entry.effects.slice(0, 3).map(sentence).join('; ')}${entry.effects.length > 3 ? `; and ${entry.effects.length - 3} more` : ''}`,
          ),
      ),
      h('code', { class: 'quiet', title: entry.hash }, short(entry.hash)),
    ),
  )
  return h('li', {}, details)
}
