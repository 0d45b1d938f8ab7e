import type { TokenAnswer } from '@muster/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Harness, startHarness } from './support/harness.ts'

let harness: Harness
beforeEach(async () => {
  harness = await startHarness()
})
afterEach(() => harness.dashboard.stop())

async function holder(as: string, roles: readonly string[]): Promise<TokenAnswer> {
  return (await (await harness.post('/api/tokens', { name: `of ${as}`, as, roles })).json()) as TokenAnswer
}
async function seen(path: string, token?: string): Promise<{ status: number; type: string; text: string }> {
  const who = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const answer = await harness.fetch(path, { headers: { accept: 'text/html', ...who } })
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() }
}

describe('the page of tokens', () => {
  it('shows tokens by what they are for, and never what they are', async () => {
    const { token, view } = await holder('grace', ['approver'])
    const { text } = await seen('/tokens')
    expect(text).toContain('of grace')
    expect(text).toContain(`data-post="/tokens/${view.id}/revoke"`)
    expect(text).not.toContain(token)
    expect(text).not.toContain(String((await harness.ledger.tokens('default'))[0]?.hash))
  })

  it('shows an administrator all, anybody else their own, and offers no more than may be granted', async () => {
    const grace = await holder('grace', ['approver'])
    await holder('linus', ['viewer'])
    const own = (await seen('/tokens', grace.token)).text
    expect(own).toContain('of grace')
    expect(own).not.toContain('of linus')
    expect(own).not.toContain('name="as"')
    expect(own.match(/name="roles" type="checkbox" value="(\w+)"/g)).toHaveLength(1)
    expect((await seen('/tokens')).text).toContain('of linus')
  })

  it('offers to revoke no token twice', async () => {
    const { view } = await holder('grace', ['approver'])
    await harness.post(`/api/tokens/${view.id}/revoke`, {})
    const { text } = await seen('/tokens')
    expect(text).toContain('revoked <time')
    expect(text).not.toContain(`/tokens/${view.id}/revoke`)
  })
})

describe('the page of quotas', () => {
  it('shows what is used of each limit, to whoever may look', async () => {
    const { token } = await holder('vera', ['viewer'])
    const { status, text } = await seen('/quotas', token)
    expect(status).toBe(200)
    expect(text).toContain('runs at a time')
    expect(text).toContain('no limit')
    expect(text).not.toContain('<form')
  })

  it('lets administrators set limits: the owner those of the tenant too', async () => {
    const { token } = await holder('amy', ['admin'])
    const admin = (await seen('/quotas', token)).text
    expect(admin).toContain('data-post="/quotas"')
    expect(admin).not.toContain('of the tenant itself when empty')
    expect((await seen('/quotas')).text).toContain('of the tenant itself when empty')
  })
})

describe('what cannot be shown', () => {
  it.each([
    ['/gates/r9.approve', 404, 'There is no gate `r9.approve`.', 'MUSTER_GATE_NOT_FOUND'],
    ['/nowhere', 404, '/nowhere', 'MUSTER_ROUTE'],
    ['/inbox?limit=x', 400, 'limit', 'MUSTER_BODY'],
  ])('is told to a browser at %s as a page, in the words of the error', async (path, status, words, code) => {
    const page = await seen(path)
    expect([page.status, page.type]).toEqual([status, 'text/html; charset=utf-8'])
    expect(page.text).toContain(words)
    expect(page.text).toContain(code)
    expect(page.text).toContain('aria-label="Pages"')
  })

  it('is told as text: nothing that an address holds becomes markup', async () => {
    const { text } = await seen(`/${encodeURIComponent('<img src=x onerror=alert(1)>')}`)
    expect(text).not.toContain('<img src=x')
  })

  it('stays JSON for the API, and for whoever does not ask for a page', async () => {
    const types = await Promise.all([
      seen('/api/gates/r9.approve').then(({ type }) => type),
      harness.fetch('/gates/r9.approve').then((answer) => answer.headers.get('content-type')),
    ])
    expect(types).toEqual(Array.from({ length: 2 }, () => 'application/json; charset=utf-8'))
  })
})
