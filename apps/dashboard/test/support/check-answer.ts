import { readFileSync } from 'node:fs'
import type { ErrorBody } from '@muster/core'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { OPENAPI_FILE } from '../../src/openapi/file.ts'

interface Media {
  readonly schema?: object
  readonly 'x-events'?: Readonly<Record<string, object>>
  readonly 'x-line'?: object
}
interface Responding {
  readonly $ref?: string
  readonly content?: Readonly<Record<string, Media>>
}
interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } }
  readonly responses: Readonly<Record<string, Responding>>
}
interface Schema {
  readonly $ref?: string
  readonly maximum?: number
  readonly properties?: Readonly<Record<string, Schema>>
}

/** The document that the dashboard serves. */
export const DOCUMENT = JSON.parse(readFileSync(OPENAPI_FILE, 'utf8')) as {
  readonly info: { readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

// The document is more than a schema: its other words are none of ajv's.
const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true }).addSchema(
  DOCUMENT,
  'openapi',
)

/** What was answered as the document says. */
export interface Checked {
  /** As `get /api/runs/{run}`. */
  readonly route: string
  readonly ok: boolean
}

const ROUTES = Object.entries(DOCUMENT.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    route: `${method} ${path}`,
    method,
    operation,
    pointer: ['paths', path, method, 'responses'],
    matches: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
    fixed: path.replace(/\{.*/, '').length,
  })),
)

/** Every route of the document, with what it says of it. */
export const DOCUMENTED: ReadonlyMap<string, Operation> = new Map(
  ROUTES.map(({ route, operation }) => [route, operation]),
)

/**
 * Holds an answer of the API to the document. Answers its route; null for what is none of the API, and for a browser that is
 * sent elsewhere. What is read of the response is a copy; of a stream only its type is looked at. Throws where it is not so.
 */
export async function checkAnswer(method: string, url: string, response: Response): Promise<Checked | null> {
  const { pathname } = new URL(url, 'http://localhost')
  const redirected = response.status >= 300 && response.status < 400
  if (!pathname.startsWith('/api/') || redirected) return null
  const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? ''
  const found = ROUTES.filter((one) => one.method === method.toLowerCase() && one.matches.test(pathname))
    .toSorted((a, b) => b.fixed - a.fixed)
    .at(0)
  if (found === undefined) {
    hold(`${method} ${pathname}`, ['components', 'schemas', 'ErrorBody'], await response.clone().json())
    return null
  }
  const { route, operation } = found
  const said = operation.responses[String(response.status)]
  if (said === undefined && response.status < 500)
    throw new Error(`${route} answered ${response.status} ${await unsaid(response)}: ${HOW}`)
  const of = said ?? operation.responses['default']
  const status = said === undefined ? 'default' : String(response.status)
  const pointer = of?.$ref?.slice(2).split('/') ?? [...found.pointer, status]
  const content = of?.content ?? (at(pointer) as Responding).content
  const media = content?.[type]
  if (media === undefined) throw new Error(`${route} answered ${response.status} as ${type}: ${HOW}`)
  if (type === 'application/json')
    hold(route, [...pointer, 'content', type, 'schema'], await response.clone().json())
  return { route, ok: response.ok }
}

const HOW =
  'say so in its `status`, its `errors` or its `answer` in packages/core/src/api-contract.ts, then run `npm run schemas`'

async function unsaid(response: Response): Promise<string> {
  const body = (await response
    .clone()
    .json()
    .catch(() => ({}))) as Partial<ErrorBody>
  return body.error?.code ?? ''
}

/** Holds each of these server-sent events to what the document says of its name; answers the names. */
export function checkEvents(route: string, text: string): readonly string[] {
  const pointer = streamOf(route, 'text/event-stream')
  const events = text.split('\n\n').flatMap((one) => {
    const name = /^event: (.+)$/m.exec(one)?.[1]
    const data = /^data: (.+)$/m.exec(one)?.[1]
    return name === undefined || data === undefined ? [] : [{ name, data: JSON.parse(data) as unknown }]
  })
  for (const { name, data } of events) hold(`${route} ${name}`, [...pointer, 'x-events', name], data)
  return events.map(({ name }) => name)
}

/** Holds each line to what the document says of them; answers how many there are. */
export function checkLines(route: string, text: string): number {
  const lines = text.split('\n').filter((line) => line !== '')
  const pointer = [...streamOf(route, 'application/x-ndjson'), 'x-line']
  for (const line of lines) hold(route, pointer, JSON.parse(line))
  return lines.length
}

/** Holds what a route is sent to what the document says of its body. */
export function checkBody(route: string, body: unknown): void {
  const [method = '', path = ''] = route.split(' ')
  hold(
    `the body of ${route}`,
    ['paths', path, method, 'requestBody', 'content', 'application/json', 'schema'],
    body,
  )
}

/** The properties that the document says the body of a route may have. */
export function bodyKeys(route: string): readonly string[] {
  const schema = DOCUMENTED.get(route)?.requestBody?.content['application/json'].schema ?? {}
  const named = schema.$ref === undefined ? schema : (at(schema.$ref.slice(2).split('/')) as Schema)
  return Object.keys(named.properties ?? {})
}

/** What tells whether something is of a schema of the document, by its name. */
export function schemaOf(name: string): ValidateFunction {
  return compiled(['components', 'schemas', name])
}

function streamOf(route: string, type: string): readonly string[] {
  const [method = '', path = ''] = route.split(' ')
  return ['paths', path, method, 'responses', '200', 'content', type]
}

function hold(what: string, pointer: readonly string[], value: unknown): void {
  const validate = compiled(pointer)
  if (validate(value)) return
  const wrong = ajv.errorsText(validate.errors, { dataVar: '' })
  throw new Error(
    `${what} is not what the document says: ${wrong}\n${JSON.stringify(value).slice(0, 2_000)}\n` +
      'When it should be so, say it in packages/core/src/api-contract.ts or in the type that it names, then run `npm run schemas`.',
  )
}

function compiled(pointer: readonly string[]): ValidateFunction {
  const text = pointer.map((one) => encodeURIComponent(one.replaceAll('~', '~0').replaceAll('/', '~1')))
  const found = ajv.getSchema(`openapi#/${text.join('/')}`)
  if (found === undefined) throw new Error(`the document has no ${pointer.join(' ')}: ${HOW}`)
  return found
}

function at(pointer: readonly string[]): unknown {
  return pointer.reduce<unknown>((of, name) => (of as Record<string, unknown>)[name], DOCUMENT)
}
