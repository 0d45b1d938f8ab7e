import { readLines, runPath } from './api.js'
import { h, say } from './dom.js'
import { clock } from './words.js'

const MOST = 1000

/** The end of a stage's log, following it until the run has ended. Answers the element and how to stop. */
export function logTail(run, stage) {
  const lines = h('div', { class: 'log', tabindex: 0, role: 'log', 'aria-label': `Log of ${stage}` })
  const note = h('p', { class: 'quiet' }, 'No lines yet.')
  const stop = new AbortController()
  let count = 0

  function add(batch) {
    const low = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 30
    count += batch.length
    lines.append(...batch.slice(-MOST).map(logLine))
    while (lines.childElementCount > MOST) lines.firstChild.remove()
    say(note, count > MOST ? `The last ${MOST} of ${count} lines. All of them: muster logs ${run}` : '')
    if (low) lines.scrollTop = lines.scrollHeight
  }

  async function follow() {
    const path = runPath(run, `/logs?follow=true&stage=${encodeURIComponent(stage)}`)
    await readLines(path, stop.signal, add).catch((thrown) => {
      if (!stop.signal.aborted) say(note, `The log broke off: ${thrown.message}`)
    })
    if (count === 0 && note.textContent === 'No lines yet.') say(note, 'It wrote nothing.')
  }

  void follow()
  return { element: h('div', {}, note, lines), stop: () => stop.abort() }
}

function logLine({ at, phase, stream, text, attempt }) {
  return h(
    'p',
    { class: stream },
    h('time', {}, clock(at)),
    h('span', { class: 'phase', title: `attempt ${attempt}` }, phase.toLowerCase()),
    stream === 'stderr' && h('span', { class: 'err' }, 'err'),
    h('span', { class: 'text' }, text),
  )
}
