import { h, span } from './dom.js'
import { plural } from './words.js'

/** What an agent spent of what it may, and what came of its last clarification. */
export function budgetSection({ limits, spent, total, clarification }) {
  const rows = [
    row('Errors', spent.errors, limits?.errors, String),
    ...Object.entries(limits?.kinds ?? {}).map(([kind, limit]) =>
      row(`Errors: ${kind}`, spent.kinds[kind] ?? 0, limit, String),
    ),
    ...Object.entries(limits?.attempts ?? {}).map(([phase, limit]) =>
      row(`Attempts of ${phase.toLowerCase()}`, spent.attempts[phase] ?? 0, limit, String),
    ),
    row('Time', spent.wallMs, limits?.wallMs, span),
    row('Output', spent.outputBytes, limits?.outputBytes, (bytes) => plural(bytes, 'byte')),
    row('Tokens', spent.tokens, limits?.tokens, String),
    row('Cost', spent.cost, limits?.cost, (cost) => String(Math.round(cost * 10_000) / 10_000)),
  ].filter((one) => one !== null)
  const told = clarification === null ? [] : clarificationLines(clarification, limits, total)
  return [
    h('h3', {}, 'Budget'),
    h('dl', { class: 'facts' }, ...rows.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)])),
    ...told,
  ]
}

function row(name, amount, limit, show) {
  if (limit == null) return amount > 0 ? [name, show(amount)] : null
  return [name, `${show(amount)} of ${show(limit)}${amount >= limit ? ': spent' : ''}`]
}

function clarificationLines({ number, because, errors, learnt, changes }, limits, total) {
  const bound = limits === null ? '' : ` of ${limits.clarifications}`
  const lines = (name, texts) =>
    texts.length === 0
      ? []
      : [h('p', { class: 'quiet' }, name), h('ul', {}, ...texts.map((one) => h('li', {}, one)))]
  return [
    h('h3', {}, `Clarification ${number}${bound}`),
    h('p', {}, `${because} were spent; ${plural(total.errors, 'error')} in all.`),
    ...lines('What failed', errors),
    ...lines('What was learnt', learnt),
    ...(changes === null ? [] : lines('What changes', [changes])),
  ]
}
