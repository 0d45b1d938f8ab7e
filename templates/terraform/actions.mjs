import { sha256 } from '../lib/plan.mjs'

const RISK = { create: 'low', import: 'low', move: 'low', output: 'low', update: 'medium', forget: 'medium' }

/**
 * The changes of terraform's JSON plan as actions. An action carries a digest of the change instead of the change: an
 * approval is of the very values, and no value gets into a record. What terraform marks as sensitive is left out of it.
 */
export function actionsOf({ resource_changes: resources = [], output_changes: outputs = {} }) {
  const changed = resources.flatMap((resource) => {
    const verb = verbOf(resource)
    if (verb === null) return []
    return [{ verb, target: resource.address, risk: riskOf(verb), change: digestOf(resource.change) }]
  })
  const told = Object.entries(outputs).filter(([, { actions }]) => actions.some((one) => one !== 'no-op'))
  const written = told.map(([name, change]) => ({
    verb: 'output',
    target: `output.${name}`,
    risk: riskOf('output'),
    change: digestOf(change),
  }))
  return [...changed, ...written].sort((a, b) => (a.target < b.target ? -1 : 1))
}

/** What happens to a resource in one word, or null when nothing does. Reading is no change. */
function verbOf({ change, previous_address: previous }) {
  const { actions, importing } = change
  if (actions.includes('delete') && actions.includes('create')) return 'replace'
  const [verb] = actions
  if (verb !== 'no-op' && verb !== 'read') return verb
  if (importing) return 'import'
  return previous ? 'move' : null
}

/** Whatever deletes is high, and so is what is not known here. */
function riskOf(verb) {
  return RISK[verb] ?? 'high'
}

function digestOf({ before, after, after_unknown: unknown, before_sensitive, after_sensitive }) {
  const values = [masked(before, before_sensitive), masked(after, after_sensitive), unknown ?? null]
  return sha256(JSON.stringify(values)).slice(0, 16)
}

function masked(value, sensitive) {
  if (sensitive === true) return '(sensitive)'
  if (typeof value !== 'object' || value === null || typeof sensitive !== 'object' || sensitive === null)
    return value ?? null
  const entries = Object.entries(value).map(([key, inner]) => [key, masked(inner, sensitive[key])])
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)
}
