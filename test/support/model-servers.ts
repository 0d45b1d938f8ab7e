import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server on the loopback that is as strict as the API it stands for. */
export interface ModelServer {
  readonly url: string
  /** The prompts that it was sent. */
  readonly prompts: readonly string[]
  close(): Promise<void>
}

type Body = Readonly<Record<string, unknown>>
type Check = (request: IncomingMessage, body: Body) => string | null
type Answer = (text: string) => object

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const isCount = (value: unknown) => Number.isInteger(value) && (value as number) >= 1

function messageProblem(messages: unknown, roles: readonly string[]): string | null {
  if (!Array.isArray(messages) || messages.length === 0) return 'messages: at least one message is required'
  for (const { role, content } of messages as Body[])
    if (!roles.includes(String(role)) || !isText(content)) return `messages: unexpected role or content`
  return (messages as Body[]).at(-1)?.['role'] === 'user' ? null : 'messages: the last one must be the user’s'
}

/** What the Messages API of Anthropic requires. */
const ANTHROPIC: Check = ({ method, url, headers }, body) => {
  if (method !== 'POST' || url !== '/v1/messages') return 'not_found_error'
  if (headers['anthropic-version'] !== '2023-06-01') return 'anthropic-version: header is required'
  if (headers['content-type'] !== 'application/json') return 'content-type must be application/json'
  const known = ['model', 'max_tokens', 'system', 'messages']
  const strange = Object.keys(body).find((key) => !known.includes(key))
  if (strange !== undefined) return `${strange}: extra inputs are not permitted`
  if (!isText(body['model']) || !isCount(body['max_tokens'])) return 'model, max_tokens: field required'
  return messageProblem(body['messages'], ['user', 'assistant'])
}

/** What the chat completions API of OpenAI, and of what speaks like it, requires. */
const OPENAI: Check = ({ method, url, headers }, body) => {
  if (method !== 'POST' || url !== '/v1/chat/completions') return 'unknown url'
  if (headers['content-type'] !== 'application/json') return 'content-type must be application/json'
  const known = ['model', 'max_tokens', 'messages']
  const strange = Object.keys(body).find((key) => !known.includes(key))
  if (strange !== undefined) return `unrecognized request argument: ${strange}`
  if (!isText(body['model']) || !isCount(body['max_tokens'])) return 'you must provide a model parameter'
  return messageProblem(body['messages'], ['system', 'user', 'assistant'])
}

export function startAnthropic(key: string, text: string): Promise<ModelServer> {
  const keyOf = ({ headers }: IncomingMessage) => headers['x-api-key']
  return start('', keyOf, key, ANTHROPIC, text, (said) => ({
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    content: [{ type: 'text', text: said }],
    stop_reason: 'end_turn',
    usage: { input_tokens: 100, output_tokens: 23 },
  }))
}

export function startOpenAi(key: string, text: string): Promise<ModelServer> {
  const keyOf = ({ headers }: IncomingMessage) => /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
  return start('/v1', keyOf, key, OPENAI, text, (said) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: said }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 100, completion_tokens: 23, total_tokens: 123 },
  }))
}

async function start(
  base: string,
  keyOf: (request: IncomingMessage) => unknown,
  key: string,
  check: Check,
  text: string,
  answer: Answer,
): Promise<ModelServer> {
  const prompts: string[] = []
  const server: Server = createServer((request, response) => {
    const reply = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    void (async () => {
      let sent = ''
      for await (const chunk of request) sent += String(chunk)
      const body = JSON.parse(sent) as Body
      const problem = check(request, body)
      // A refusal quotes the key, as some do: nobody may pass it on.
      if (keyOf(request) !== key)
        reply(401, { error: { message: `incorrect key ${String(keyOf(request))}` } })
      else if (problem !== null) reply(400, { error: { message: `${problem}; your key is ${key}` } })
      else {
        prompts.push((body['messages'] as { content: string }[]).at(-1)?.content ?? '')
        reply(200, answer(text))
      }
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`,
    prompts,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
