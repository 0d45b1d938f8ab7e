import { call, runPath } from './api.js'
import { h, say, status } from './dom.js'
import { actor, clock } from './words.js'

/** How an effect stands, as a status that the page has a symbol for. */
const SHOWN = {
  intended: ['running', 'under way'],
  denied: ['cancelled', 'denied'],
  done: ['succeeded', 'done'],
  failed: ['failed', 'failed'],
  unknown: ['waiting', 'unknown'],
  happened: ['succeeded', 'happened'],
  did_not_happen: ['skipped', 'did not happen'],
}

/** What an agent asked to do outside its workspace; an unknown effect asks whether it happened. */
export function effectList(run, effects, onSettled) {
  return h(
    'ol',
    { class: 'attempts' },
    ...effects.map((effect) => {
      const [symbol, word] = SHOWN[effect.status] ?? ['waiting', effect.status]
      return h(
        'li',
        {},
        h(
          'p',
          { class: 'effect' },
          status(symbol, word),
          h('span', { class: 'quiet number' }, `${effect.number}`),
          h('code', {}, `${effect.verb} ${effect.target}`),
          h(
            'span',
            { class: 'quiet' },
            `${effect.phase.toLowerCase()} at ${clock(effect.askedAt)} on ${effect.worker}`,
          ),
        ),
        effect.reason !== null && h('p', { class: 'reason' }, effect.reason),
        effect.settledBy !== null && h('p', { class: 'quiet' }, `said ${actor(effect.settledBy)}`),
        effect.status === 'unknown' && settleForm(run, effect, onSettled),
      )
    }),
  )
}

function settleForm(run, effect, onSettled) {
  const problem = h('p', { class: 'problem', role: 'alert' })
  const reason = h('input', {
    type: 'text',
    maxlength: 4000,
    placeholder: 'How you know',
    'aria-label': 'How you know',
  })
  async function send(happened) {
    say(problem, '')
    try {
      const below = `/effects/${encodeURIComponent(effect.stage)}/${effect.number}/settle`
      await call(runPath(run, below), {
        happened,
        ...(reason.value.trim() === '' ? {} : { reason: reason.value }),
      })
      onSettled()
    } catch (thrown) {
      say(problem, `${thrown.message} ${thrown.hint ?? ''}`)
    }
  }
  return h(
    'form',
    { class: 'decide', onsubmit: (event) => event.preventDefault() },
    reason,
    h(
      'div',
      { class: 'act' },
      h('button', { type: 'button', onclick: () => void send(true) }, 'It happened'),
      h('button', { type: 'button', onclick: () => void send(false) }, 'It did not happen'),
    ),
    problem,
  )
}
