/** A language model that a worker may ask for its agents. Its key is the host's: no agent, record or log ever has it. */
export interface Model {
  readonly api: 'anthropic' | 'openai'
  /** Where the API is, without a slash at its end. */
  readonly url: string
  /** Null for an endpoint that asks for none. */
  readonly key: string | null
  readonly name: string
}

export interface Prompt {
  readonly system: string
  readonly prompt: string
  readonly maxTokens: number
}

export interface Completion {
  readonly text: string
  readonly inputTokens: number
  readonly outputTokens: number
  /** Whether it ended by itself, not at the bound. */
  readonly whole: boolean
}

interface Call {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: object
}

const ANTHROPIC_VERSION = '2023-06-01'

/** The request that a model's API wants. */
export function callOf({ api, url, key, name }: Model, { system, prompt, maxTokens }: Prompt): Call {
  switch (api) {
    case 'anthropic':
      return {
        url: `${url}/v1/messages`,
        headers: { 'anthropic-version': ANTHROPIC_VERSION, ...(key === null ? {} : { 'x-api-key': key }) },
        body: { model: name, max_tokens: maxTokens, system, messages: [{ role: 'user', content: prompt }] },
      }
    case 'openai':
      return {
        url: `${url}/chat/completions`,
        headers: key === null ? {} : { authorization: `Bearer ${key}` },
        body: {
          model: name,
          max_tokens: maxTokens,
          messages: [
            { role: 'system', content: system },
            { role: 'user', content: prompt },
          ],
        },
      }
  }
}

interface AnthropicAnswer {
  readonly content?: readonly { readonly type?: string; readonly text?: string }[]
  readonly stop_reason?: string
  readonly usage?: { readonly input_tokens?: number; readonly output_tokens?: number }
}
interface OpenAiAnswer {
  readonly choices?: readonly {
    readonly message?: { readonly content?: string | null }
    readonly finish_reason?: string
  }[]
  readonly usage?: { readonly prompt_tokens?: number; readonly completion_tokens?: number }
}

/** What a model's API answered, or null when that is not how it answers. */
export function completionOf({ api }: Model, answer: unknown): Completion | null {
  if (typeof answer !== 'object' || answer === null) return null
  switch (api) {
    case 'anthropic': {
      const { content, stop_reason: stopped, usage } = answer as AnthropicAnswer
      if (!Array.isArray(content)) return null
      const text = (content as NonNullable<AnthropicAnswer['content']>)
        .flatMap((part) => (part.type === 'text' && typeof part.text === 'string' ? [part.text] : []))
        .join('')
      return completion(text, usage?.input_tokens, usage?.output_tokens, stopped !== 'max_tokens')
    }
    case 'openai': {
      const { choices, usage } = answer as OpenAiAnswer
      const text = choices?.[0]?.message?.content
      if (typeof text !== 'string') return null
      const whole = choices?.[0]?.finish_reason !== 'length'
      return completion(text, usage?.prompt_tokens, usage?.completion_tokens, whole)
    }
  }
}

function completion(text: string, input: unknown, output: unknown, whole: boolean): Completion {
  return { text, inputTokens: tokens(input), outputTokens: tokens(output), whole }
}

function tokens(given: unknown): number {
  return Number.isSafeInteger(given) && (given as number) > 0 ? (given as number) : 0
}
