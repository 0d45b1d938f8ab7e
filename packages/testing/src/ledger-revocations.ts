import {
  DEFAULT_TENANT,
  findRevocation,
  type Ledger,
  NOTHING_REVOKED,
  publishedBy,
  type Revocation,
  revocationHead,
  sealRevocation,
  type Template,
  withRevocations,
} from '@muster/core'
import { describe, expect, test } from 'vitest'
import { aRunWithEntries } from './ledger-rows.ts'

/** What every ledger promises of what is revoked. The tests build on one another: a tenant has one chain. */
export function describeRevocations(opened: () => Ledger): void {
  describe('revocations', () => {
    const tenant = DEFAULT_TENANT
    const link = (target: string, kind: Revocation['kind'] = 'revoked') =>
      opened().revoke(tenant, (links) => {
        const { seq, hash } = revocationHead(withRevocations(NOTHING_REVOKED, links), tenant)
        const by = { kind: 'person', name: 'ann', roles: [] } as const
        const facts = { at: 1, by, reason: 'because', scope: 'worker' } as const
        return sealRevocation(hash, { tenant, seq: seq + 1, kind, target, ...facts })
      })
    const known = async () => withRevocations(NOTHING_REVOKED, await opened().revocations(new Map()))

    test('are appended one after another, whoever appends at once', async () => {
      await Promise.all(['a', 'b', 'c'].map((target) => link(target)))
      const revoked = await known()
      expect(revocationHead(revoked, tenant).seq).toBe(3)
      for (const target of ['a', 'b', 'c'])
        expect(findRevocation(revoked, tenant, 'worker', target)).toMatchObject({ reason: 'because' })
    })

    test('are read from where somebody knows them, and lifted ones stand no more', async () => {
      const before = await known()
      await link('a', 'lifted')
      const links = await opened().revocations(new Map([[tenant, revocationHead(before, tenant).seq]]))
      expect(links.map(({ seq }) => seq)).toEqual([4])
      const after = withRevocations(before, links)
      expect(findRevocation(after, tenant, 'worker', 'a')).toBeNull()
      expect(findRevocation(after, tenant, 'worker', 'b')).not.toBeNull()
    })

    test('a decision not to append appends nothing', async () => {
      expect(await opened().revoke(tenant, () => null)).toBeNull()
      expect(revocationHead(await known(), tenant).seq).toBe(4)
    })

    test('a template is kept with the link that says that it was published, or neither is', async () => {
      const body = { name: 'kept', version: '1.0.0', digest: 'sha256:0' } as Template
      const by = { kind: 'person', name: 'ann', roles: [] } as const
      const { name, version, digest } = body
      const row = { tenant, name, version, digest, maxTier: 1, by, at: 1, body } as const
      const publish = () =>
        opened().publish(tenant, (links) => {
          const { seq, hash } = revocationHead(withRevocations(NOTHING_REVOKED, links), tenant)
          const of = { kind: 'published', scope: 'template', target: 'kept@1.0.0', reason: '' } as const
          return { row, link: sealRevocation(hash, { tenant, seq: seq + 1, at: 1, by, digest, ...of }) }
        })
      await publish()
      await expect(publish()).rejects.toThrow(/duplicate|unique/)
      expect(publishedBy(await known(), tenant).get('kept@1.0.0')).toMatchObject({ digest, by })
      expect(revocationHead(await known(), tenant).seq).toBe(5)
      expect(await opened().of(tenant).templates(tenant, ['kept@1.0.0', 'kept@2.0.0'])).toEqual([row])
      expect(await opened().of('another').templates(tenant, ['kept@1.0.0'])).toEqual([])
    })

    test('a commit that was decided without knowing of one is not written', async () => {
      const { row, commit } = aRunWithEntries(1)
      const { seq } = revocationHead(await known(), tenant)
      await link('d')
      await expect(opened().write({ ...commit, revocations: [{ tenant, seq }] })).rejects.toThrow(/revoked/)
      expect(await opened().run(tenant, row.id)).toBeNull()
      await opened().write({ ...commit, revocations: [{ tenant, seq: seq + 1 }] })
      expect(await opened().run(tenant, row.id)).toMatchObject({ id: row.id })
    })
  })
}
