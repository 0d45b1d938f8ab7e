import { call } from './api.js'
import { fill, h, say } from './dom.js'

const YOURSELF = ''

/** Approve or reject a gate, with a comment, for oneself or for a named approver. */
export function decideForm(gate, onDecided) {
  const comment = h('textarea', {
    rows: 2,
    maxlength: 4000,
    placeholder: 'Comment; a rejection needs one',
    'aria-label': 'Comment',
  })
  const speak = h('select', {})
  const speaking = h('label', { class: 'speak' }, 'Decide as', speak)
  const problem = h('p', { class: 'problem', role: 'alert' })
  const approve = h(
    'button',
    { type: 'button', class: 'primary', onclick: () => void send('approve') },
    'Approve',
  )
  const reject = h(
    'button',
    { type: 'button', class: 'danger', onclick: () => void send('reject') },
    'Reject',
  )
  let offered = ''
  let shown = gate

  async function send(decision) {
    say(problem, '')
    if (decision === 'reject' && comment.value.trim() === '') {
      say(problem, 'Say why: whoever started the run will read it.')
      comment.focus()
      return
    }
    approve.disabled = reject.disabled = true
    try {
      const as = speak.value === YOURSELF ? {} : { as: speak.value }
      const answer = await call(`/gates/${encodeURIComponent(gate.id)}/votes`, {
        decision,
        comment: comment.value,
        seen: shown.digest,
        surface: 'page',
        ...as,
      })
      comment.value = ''
      onDecided(answer.gate)
    } catch (thrown) {
      say(problem, `${thrown.message} ${thrown.hint ?? ''}`)
    }
    approve.disabled = reject.disabled = false
  }

  return {
    element: h(
      'form',
      { class: 'decide', onsubmit: (event) => event.preventDefault() },
      comment,
      h('div', { class: 'act' }, speaking, approve, reject),
      problem,
    ),
    touched: () => comment.value !== '' || comment === document.activeElement,
    update(after) {
      shown = after
      const voted = new Set(after.votes.map((vote) => vote.as))
      const people = after.approvers.filter((name) => !name.startsWith('role:') && !voted.has(name))
      const now = people.join('\n')
      if (now === offered && speak.options.length > 0) return
      offered = now
      fill(
        speak,
        ...people.map((name) => h('option', { value: name }, name)),
        h('option', { value: YOURSELF }, 'myself'),
      )
      speaking.hidden = people.length === 0
    },
  }
}
