import { h, say } from './dom.js'
import { workersPage } from './workers.js'

const main = document.getElementById('main')
const live = document.getElementById('live')
const WORDS = { live: 'live', lost: 'reconnecting…', still: '', ended: 'ended' }

/** Shows beside the navigation whether what is on the page follows what happens. */
function onState(state) {
  live.dataset.state = state
  say(live, WORDS[state])
}

addEventListener('unhandledrejection', ({ reason }) => {
  document.querySelector('.toast')?.remove()
  document.body.append(h('p', { class: 'toast', role: 'alert' }, reason?.message ?? 'Something went wrong.'))
})
workersPage(main, onState)
