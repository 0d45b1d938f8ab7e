import { type Described, operationOf } from './operation.ts'
import { type Part, reachable, refTo, resolved, type Schemas } from './schema.ts'

const ABOUT = `Times are milliseconds since 1970. What belongs to somebody else is answered as if it did not exist.

A media type that is a stream tells in \`x-events\` the data of each of its events by their names, or in \`x-line\` what each of its
lines is. Every operation tells in \`x-permission\` what it takes to ask.`

/**
 * The OpenAPI 3.1 document of those routes that are of the API. Throws where a route is not in the contract, or the contract
 * has one that is no route.
 */
export function openApiDocument(routes: readonly Described[], schemas: Schemas, version: string): Part {
  const contracts = { ...resolved(refTo('ApiContract'), schemas).properties }
  const paths: Record<string, Part> = {}
  const responses: Record<string, Part> = {}
  for (const route of routes) {
    const name = `${route.method} ${route.path}`
    if (!route.path.startsWith('/api/')) continue
    const contract = contracts[name]
    if (contract === undefined) throw new Error(`ApiContract does not say what ${name} takes and answers`)
    delete contracts[name]
    const { operation, shared } = operationOf(route, contract, schemas)
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method]: operation }
    Object.assign(responses, shared)
  }
  const left = Object.keys(contracts)
  if (left.length > 0) throw new Error(`ApiContract tells of what is no route: ${left.join(', ')}`)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Muster',
      version,
      description: ABOUT,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      schemas: reachable([paths, responses], schemas),
      responses: Object.fromEntries(Object.entries(responses).toSorted(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'muster-PORT',
          description: 'Of a browser that has logged in: the name ends with the port.',
        },
      },
    },
  }
}
