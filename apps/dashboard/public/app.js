import { h, say } from './dom.js'
import { runPage } from './run-page.js'
import { workersPage } from './workers.js'

const main = document.getElementById('main')
const live = document.getElementById('live')
const WORDS = { live: 'live', lost: 'reconnecting…', still: '', ended: 'ended' }
let leave = () => {}

/** Shows beside the navigation whether what is on the page follows what happens. */
function onState(state) {
  live.dataset.state = state
  say(live, WORDS[state])
}

function show() {
  leave()
  main.replaceChildren()
  main.views = undefined
  onState('still')
  const path = location.pathname
  const run = /^\/runs\/([^/]+)$/.exec(path)?.[1]
  const page = run === undefined ? 'workers' : 'run'
  for (const link of document.querySelectorAll('nav a'))
    link.toggleAttribute('aria-current', link.dataset.page === page)
  document.title = 'Muster'
  leave = run === undefined ? workersPage(main, onState) : runPage(main, decodeURIComponent(run), onState)
}

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href^="/"]')
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey
  if (!link || !plain || !/^\/(runs\/[^/]+|workers)$/.test(link.pathname)) return
  event.preventDefault()
  if (link.pathname === location.pathname && link.hash === '') return
  history.pushState(null, '', link.href)
  show()
  scrollTo(0, 0)
  main.focus({ preventScroll: true })
})
addEventListener('popstate', show)
addEventListener('unhandledrejection', ({ reason }) => {
  document.querySelector('.toast')?.remove()
  document.body.append(h('p', { class: 'toast', role: 'alert' }, reason?.message ?? 'Something went wrong.'))
})
show()
