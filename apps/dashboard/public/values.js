import { h } from './dom.js'

const LONG = 20_000

/** Values by name. Agents wrote them: they are shown as text and as nothing else. */
export function values(of) {
  return h(
    'table',
    { class: 'values' },
    h(
      'tbody',
      {},
      ...Object.entries(of).map(([name, value]) =>
        h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, valueOf(value))),
      ),
    ),
  )
}

/** One value: a text as it is, anything else as JSON. */
export function valueOf(value) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  const shown = text.length > LONG ? `${text.slice(0, LONG)}\n… ${text.length - LONG} more characters` : text
  return h('pre', {}, shown)
}
