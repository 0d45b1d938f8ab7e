import { call } from './api.js'
import { say, tickAll } from './dom.js'

tickAll()
for (const form of document.querySelectorAll('form[data-post]')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void send(form, event.submitter)
  })
  // Until somebody listens, a browser would put what was typed into the address.
  form.querySelector('fieldset').disabled = false
}

/** Posts what a form holds as JSON; the page is then read anew, or the one that `data-then` names. */
async function send(form, button) {
  const problem = form.querySelector('.problem')
  const lacks = button?.dataset.needs
  const field = lacks && form.elements.namedItem(lacks)
  say(problem, '')
  if (field && field.value.trim() === '') {
    say(problem, button.dataset.because)
    return field.focus()
  }
  if (button?.dataset.confirm && !confirm(button.dataset.confirm)) return
  const buttons = [...form.querySelectorAll('button')]
  for (const one of buttons) one.disabled = true
  try {
    const body = bodyOf(form)
    if (button?.name) put(body, button.name, button.value)
    const answer = await call(form.dataset.post, body)
    const shown = form.querySelector('output')
    if (shown === null) return location.assign(form.dataset.then ?? location.href)
    // What is told once, as a token, stays on the page until it is left.
    say(shown, answer[shown.name])
    shown.hidden = false
  } catch (thrown) {
    say(problem, `${thrown.message} ${thrown.hint ?? ''}`)
  }
  for (const one of buttons) one.disabled = false
}

/** What a form holds: `a.b` is inside of `a`; numbers, lists and objects are told by `data-type`. */
function bodyOf(form) {
  const body = {}
  for (const field of form.elements) {
    if (!field.name || field.disabled || field.tagName === 'BUTTON' || field.tagName === 'OUTPUT') continue
    if (field.type === 'checkbox' && field.dataset.type !== 'boolean') {
      if (field.checked) put(body, field.name, [...(body[field.name] ?? []), field.value])
    } else {
      const value = valueOf(field)
      if (value !== undefined) put(body, field.name, value)
    }
  }
  return body
}

function valueOf(field) {
  if (field.type === 'checkbox') return field.checked
  if (field.value === '') return undefined
  switch (field.dataset.type) {
    case 'number':
      return Number(field.value)
    case 'boolean':
      return field.value === 'true'
    case 'json':
      return parsed(field)
    default:
      return field.value
  }
}

function parsed(field) {
  try {
    return JSON.parse(field.value)
  } catch {
    throw new Error(`${field.dataset.title ?? field.name} is not JSON.`)
  }
}

function put(body, name, value) {
  const [first, ...rest] = name.split('.')
  if (rest.length === 0) body[first] = value
  else put((body[first] ??= {}), rest.join('.'), value)
}
