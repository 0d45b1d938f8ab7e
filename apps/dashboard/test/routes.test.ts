import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ROUTES } from '../src/index.ts'
import { type Harness, startHarness } from './support/harness.ts'

let harness: Harness
beforeEach(async () => {
  harness = await startHarness()
})
afterEach(() => harness.dashboard.stop())

interface Listed {
  readonly path: string
  readonly methods: readonly string[] | undefined
}

describe('the route table', () => {
  it('lists every route that Express serves, and no other', () => {
    const router = harness.dashboard.app.router as unknown as { listRoutes(): readonly Listed[] }
    const served = router
      .listRoutes()
      .flatMap(({ path, methods }) => (methods ?? ['(a router)']).map((method) => `${method} ${path}`))
    expect(served.filter((one) => !one.startsWith('HEAD '))).toEqual(
      ROUTES.map((route) => `${route.method.toUpperCase()} ${route.path}`),
    )
  })

  it('serves beside it only the static files and Bull Board', () => {
    const { stack } = harness.dashboard.app.router as unknown as {
      stack: readonly { name: string; route: unknown }[]
    }
    const others = stack.filter((layer) => layer.route === undefined).map((layer) => layer.name)
    expect(others).toEqual([
      'securityHeaders',
      '<anonymous>',
      '<anonymous>',
      'demanded',
      'asked',
      'readOnly',
      'ownFontsOnly',
      'board',
      'jsonParser',
      'serveStatic',
      'serveStatic',
      'noRoute',
      '<anonymous>',
    ])
  })

  it('lets nobody go without a permission but to log in, to check signatures and to see that it answers', () => {
    expect(ROUTES.filter((route) => route.permission === 'anyone').map((route) => route.path)).toEqual([
      '/api/health',
      '/api/openapi.json',
      '/login',
      '/login/callback',
      '/api/login',
      '/api/login',
      '/api/keys',
    ])
    const onlyViewing = ROUTES.filter(({ method, permission }) => method !== 'get' && permission === 'view')
    // What these change is their caller's own.
    expect(onlyViewing.map(({ path }) => path)).toEqual([
      '/logout',
      '/api/tokens',
      '/api/tokens/:token/revoke',
      '/api/views',
      '/api/views',
    ])
  })
})
