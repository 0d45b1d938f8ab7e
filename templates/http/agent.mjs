import { serve } from '../lib/agent.mjs'
import { fail, writeArtifact } from '../lib/phase.mjs'

const READS = ['GET', 'HEAD']
/** Of the body, as an output. */
const MAX_OUTPUT_BYTES = 8 * 1024

serve({ name: 'http', version: '1.0.0', phases: { PLAN: planRequest, EXECUTE: request, VERIFY: verify } })

/** Says which request will be made. The host is asked to make it: an agent has no network. */
function planRequest({ inputs }) {
  const { method, url } = inputs
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) fail(`${url} is no http or https URL`)
  const { href, username, password } = new URL(url)
  if (username !== '' || password !== '') fail('a URL with a password would be recorded: leave it out')
  const secret = Object.keys(inputs.headers).find((name) =>
    /^(?:authorization|cookie|.*-?(?:key|token|secret))$/i.test(name),
  )
  if (secret !== undefined) fail(`the header \`${secret}\` is for a secret, which has no place in an input`)
  if (inputs.body !== '' && READS.includes(method)) fail(`${method} has no body`)
  const target = `${method} ${href.split('#')[0]}`
  const risk = READS.includes(method) ? 'low' : method === 'DELETE' ? 'high' : 'medium'
  return { plan: { summary: target, actions: [{ verb: 'http.request', target, risk }] } }
}

async function request({ inputs, plan }, effect) {
  const [{ verb, target }] = plan.actions
  const { headers, body } = inputs
  const parameters = { headers, ...(body === '' ? {} : { body }) }
  const answer = await effect(verb, target, parameters, 'request')
  if (answer.decision === 'deny') fail(`the host refused ${target}: ${answer.reason}`)
  if (answer.ended !== 'done') fail(`${target} ended as ${answer.ended}: ${answer.result.reason}`)
  // The record of an earlier try has no body.
  const {
    status,
    bytes,
    truncated,
    digest,
    body: text = '',
    encoding = 'utf8',
    headers: told = {},
  } = answer.result
  if (!answer.recorded) {
    writeArtifact('response.json', { status, headers: told, bytes, digest, truncated, encoding })
    writeArtifact('body', Buffer.from(text, encoding))
  }
  console.log(`${target} answered ${status} with ${bytes} bytes`)
  if (!inputs.expected.includes(status))
    fail(`${target} answered ${status}; expected was ${inputs.expected.join(' or ')}`)
  const fits = encoding === 'utf8' && bytes <= MAX_OUTPUT_BYTES && !text.includes('\0')
  const outputs = { status, bytes, digest, truncated, body: fits ? text : null }
  return { outputs: inputs.parse === 'json' ? { ...outputs, result: resultOf(text, truncated) } : outputs }
}

function resultOf(text, truncated) {
  if (truncated) fail('the answer was cut: it cannot be read as JSON')
  try {
    return JSON.parse(text)
  } catch (error) {
    return fail(`the answer is not JSON: ${error.message}`)
  }
}

/** A request is not repeated to see whether it was made: its status was checked when it came. */
function verify({ outputs }) {
  return { checks: { status: outputs.status } }
}
