import { runPath } from './api.js'
import { decideForm } from './decide-form.js'
import { fill, h, moment, say, status } from './dom.js'
import { showGrounds } from './gate-grounds.js'
import { actor, list, plural, short, when } from './words.js'

/** A gate: what is asked, who can decide, by when, on what grounds, and the means to do it. */
export function gateCard(gate, onDecided) {
  const people = h('p', { class: 'people' })
  const votes = h('ul', { class: 'votes' })
  const grounds = h('div', { class: 'grounds' }, h('p', { class: 'quiet' }, 'Reading what came before…'))
  const clock = h('p', { class: 'clock' })
  const pipeline = h('span')
  const stage = h('a', { href: `${runPath(gate.run)}#${encodeURIComponent(gate.stage)}` }, gate.stage)
  const form = decideForm(gate, (after) => {
    update(after)
    onDecided()
  })
  const evidence = h('a', { href: `/gates/${encodeURIComponent(gate.id)}` }, 'All that it stands on')
  const deciding = h('div', { class: 'deciding' }, clock, form.element, h('p', { class: 'more' }, evidence))
  const element = h(
    'article',
    { class: 'gate', 'aria-label': `Gate ${gate.stage} of run ${gate.run}` },
    h(
      'div',
      {},
      h('p', { class: 'where' }, pipeline, h('a', { href: runPath(gate.run) }, h('code', {}, gate.run))),
      h('h3', {}, stage),
      gate.message !== null && h('p', { class: 'message' }, gate.message),
      people,
      votes,
      grounds,
    ),
    deciding,
  )
  let now = null

  function update(after) {
    if (now?.verdict) return
    if (now?.deadlineAt !== after.deadlineAt || after.verdict !== null) fill(clock, ...clockOf(after))
    now = after
    say(people, rule(after))
    fill(votes, ...after.votes.map(voteLine))
    if (after.verdict === null) return form.update(after)
    element.classList.add('closed')
    form.element.replaceWith(h('p', { class: 'verdict', role: 'status' }, after.reason ?? ''))
  }

  // A card that was decided here, or that somebody is typing in, does not vanish under their hands.
  element.keep = () => (now.verdict !== null || form.touched() ? [now] : [])
  new IntersectionObserver((seen, observer) => {
    if (!seen.some((one) => one.isIntersecting)) return
    observer.disconnect()
    void showGrounds(gate, grounds, pipeline)
  }).observe(element)
  return { element, update }
}

function clockOf({ verdict, decidedAt, deadlineAt }) {
  if (verdict === null)
    return ['Closes in ', moment(deadlineAt, 'until'), h('span', { class: 'quiet' }, when(deadlineAt))]
  return [
    status(
      { approved: 'succeeded', cancelled: 'cancelled', expired: 'timed_out' }[verdict] ?? 'failed',
      verdict,
    ),
    h('span', { class: 'quiet' }, decidedAt === null ? '' : moment(decidedAt, 'ago')),
  ]
}

function rule({ approvers, escalated, votes, quorum, type, digest }) {
  const who = approvers.length === 0 ? 'Anyone may decide' : `${list(approvers)} can decide`
  const cast = votes.filter((vote) => vote.decision === 'approve').length
  const how = type === 'consensus' ? 'decided by the count' : 'one rejection rejects'
  return `${who}${escalated ? ', by escalation' : ''} · ${cast} of ${plural(quorum, 'approval')} · ${how} · a vote binds to ${short(digest)}`
}

const SAID = {
  approve: 'approved',
  reject: 'rejected',
  'send-back': 'sent back',
  abstain: 'abstained',
  delegate: 'handed on',
}

function voteLine({ decision, voter, comment }) {
  const said = SAID[decision]
  const kind = { approve: 'succeeded', reject: 'failed' }[decision] ?? 'skipped'
  return h('li', {}, status(kind, `${said} by ${actor(voter)}`), comment ? ` “${comment}”` : '')
}
