const SVG = 'http://www.w3.org/2000/svg'

/** An element. `on*` functions listen, `class` and attributes are set; texts only ever become text. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...present(children))
  return element
}

/** Puts these children in place of what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...present(children))
}

// So that `condition && child` may stand among children.
function present(children) {
  return children.flat().filter((child) => child !== null && child !== undefined && child !== false)
}

/** A symbol of `symbols.svg`; the word beside it says the same. */
export function symbol(name, kind = '') {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('class', `symbol ${kind}`)
  svg.setAttribute('aria-hidden', 'true')
  const use = document.createElementNS(SVG, 'use')
  use.setAttribute('href', `/symbols.svg#${name}`)
  svg.append(use)
  return svg
}

/** A status as symbol and word. */
export function status(value, word = value.replace('_', ' ')) {
  return h('span', { class: `status is-${value}` }, symbol(value), h('span', {}, word))
}

/**
 * Makes the children of `parent` those of `items`, in order. `view` makes `{ element, update }` once for each key;
 * afterwards only `update` is called, so what a person has typed or opened stays.
 */
export function keyed(parent, items, keyOf, view) {
  const views = (parent.views ??= new Map())
  const seen = new Set()
  let at = parent.firstChild
  for (const item of items) {
    const key = keyOf(item)
    seen.add(key)
    let made = views.get(key)
    if (made === undefined) views.set(key, (made = view(item)))
    made.update(item)
    if (made.element === at) at = at.nextSibling
    else parent.insertBefore(made.element, at)
  }
  for (const [key, made] of views)
    if (!seen.has(key)) {
      made.element.remove()
      views.delete(key)
    }
}

/** Sets a text only when it changed. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text
}

/** A moment that goes on ticking: `mode` is how long ago, how long since, or how long until. */
export function moment(at, mode) {
  const element = h('time', { 'data-at': at, 'data-mode': mode, datetime: new Date(at).toISOString() })
  element.title = new Date(at).toLocaleString()
  tick(element)
  return element
}

function tick(element) {
  const at = Number(element.dataset.at)
  const away = Math.abs(Date.now() - at)
  const over = element.dataset.mode === 'until' && Date.now() > at
  const text = over ? 'now' : span(away)
  say(element, element.dataset.mode === 'ago' ? `${text} ago` : text)
}

/** A span of time in at most two units. */
export function span(ms) {
  const s = Math.floor(ms / 1000)
  if (s < 10) return `${(Math.max(0, ms) / 1000).toFixed(1)} s`
  if (s < 60) return `${s} s`
  if (s < 3600) return `${Math.floor(s / 60)} min ${s < 600 ? `${s % 60} s` : ''}`.trim()
  if (s < 86_400) return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`
  return `${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3600)} h`
}

/** Brings every moment on the page up to date. */
export function tickAll() {
  if (!document.hidden) for (const element of document.querySelectorAll('time[data-mode]')) tick(element)
}

setInterval(tickAll, 1000)
