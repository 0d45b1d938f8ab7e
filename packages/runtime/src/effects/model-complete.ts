import { type DeclarationOf, type JsonObject, sha256 } from '@muster/core'
import { type Completion, callOf, completionOf, type Model, type Prompt } from './model.ts'
import {
  effectFailed,
  type EffectOutcome,
  type EffectPlace,
  type PreparedEffect,
  strangeParameter,
} from './prepared-effect.ts'

/** Of instructions and prompt together, and of the answer as it comes. */
const MAX_PROMPT_BYTES = 512 * 1024
const MAX_ANSWER_BYTES = 1024 * 1024
/** Of the text that the agent is told: it fits a message. */
const MAX_TEXT_BYTES = 256 * 1024

/** Asks the model of this worker. Whatever goes wrong is told without the words of the other side: they may hold the key. */
export function prepareModelComplete(
  declaration: DeclarationOf<'model.complete'>,
  target: string,
  parameters: JsonObject,
  { model }: EffectPlace,
): PreparedEffect {
  if (model === null) return { problem: 'this worker has no model' }
  if (target !== model.name) return { problem: `the model of this worker is \`${model.name}\`` }
  const strange = strangeParameter(parameters, ['system', 'prompt', 'max_tokens'])
  if (strange !== null) return { problem: strange }
  const { system = '', prompt, max_tokens: asked = declaration.maxTokens } = parameters
  if (typeof prompt !== 'string' || prompt === '' || typeof system !== 'string')
    return { problem: '`prompt` and `system` are texts, and there is a prompt' }
  const bytes = Buffer.byteLength(system) + Buffer.byteLength(prompt)
  if (bytes > MAX_PROMPT_BYTES)
    return { problem: `its prompt is ${bytes} bytes; at most ${MAX_PROMPT_BYTES} are allowed` }
  if (!Number.isInteger(asked) || (asked as number) < 1 || (asked as number) > declaration.maxTokens)
    return { problem: `\`max_tokens\` is not from 1 to ${declaration.maxTokens}` }
  return {
    problem: null,
    async run(signal) {
      const stop = AbortSignal.any([signal, AbortSignal.timeout(declaration.timeoutMs)])
      try {
        return await complete(model, { system, prompt, maxTokens: asked as number }, stop)
      } catch (error) {
        return effectFailed(stop.aborted ? 'it was stopped, or took too long' : reasonOf(error))
      }
    },
  }
}

async function complete(model: Model, prompt: Prompt, signal: AbortSignal): Promise<EffectOutcome> {
  const { url, headers, body } = callOf(model, prompt)
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(body),
    // The key must not follow to wherever it leads.
    redirect: 'error',
    signal,
  })
  const text = await readText(response)
  if (!response.ok) return effectFailed(`the model's API answered ${response.status}`)
  const answered = completionOf(model, parse(text))
  return answered === null
    ? effectFailed("the model's API answered in a way that is not its own")
    : outcomeOf(model, answered)
}

function outcomeOf(model: Model, { text, inputTokens, outputTokens, whole }: Completion): EffectOutcome {
  const cut = Buffer.from(text).subarray(0, MAX_TEXT_BYTES)
  const result = {
    model: model.name,
    inputTokens,
    outputTokens,
    tokens: inputTokens + outputTokens,
    digest: `sha256:${sha256(text)}`,
    whole: whole && cut.length === Buffer.byteLength(text),
  }
  return { ended: 'done', reason: null, result, told: { text: cut.toString('utf8') } }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > MAX_ANSWER_BYTES) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** What went wrong with the connection, in a word: whole messages may quote the request. */
function reasonOf(error: unknown): string {
  const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException
  return `the model's API cannot be reached (${code ?? 'refused'})`
}
