import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startS3StandIn } from '@muster/testing'
import { expect, onTestFinished, test } from 'vitest'
import { createArtifacts, openArtifacts, readS3Setting } from '../src/index.ts'
import { temporaryDirectory } from './support/agent.ts'
import { describeArtifacts } from './support/describe-artifacts.ts'

describeArtifacts('on disk', async () => {
  const directory = await temporaryDirectory()
  const pathOf = (digest: string) => join(directory, digest.slice(7, 9), digest.slice(7))
  return {
    store: createArtifacts(directory),
    age: (digest, at) => utimes(pathOf(digest), at / 1_000, at / 1_000),
    spoil: (digest) => writeFile(pathOf(digest), 'hullo'),
  }
})

async function openStandIn() {
  const s3 = await startS3StandIn()
  onTestFinished(() => s3.stop())
  const store = await openArtifacts(readS3Setting(s3.env), '/nowhere')
  return { s3, store }
}

describeArtifacts('in a stand-in for S3 that checks signatures', async () => {
  const { s3, store } = await openStandIn()
  const objectOf = (digest: string) => {
    const object = s3.objects.get(`some/prefix/${digest.slice(7, 9)}/${digest.slice(7)}`)
    if (object === undefined) throw new Error(`no object ${digest}`)
    return object
  }
  return {
    store,
    age: async (digest, at) => void (objectOf(digest).at = at),
    spoil: async (digest) => void (objectOf(digest).bytes = Buffer.from('hullo')),
  }
})

test('nothing temporary is left on disk', async () => {
  const directory = await temporaryDirectory()
  const store = createArtifacts(join(directory, 'store'))
  await writeFile(join(directory, 'big'), Buffer.alloc(3_000_000, 'x'))
  const { digest } = await store.putFile(join(directory, 'big'))
  await store.putFile(join(directory, 'big'), new Set([digest]))
  expect(await readdir(join(directory, 'store', 'tmp'))).toEqual([])
})

test('a stand-in for S3 that fails for a moment is asked again, a large file too', async () => {
  const { s3, store } = await openStandIn()
  s3.failing.push(503, 500)
  const file = join(await temporaryDirectory(), 'big')
  await writeFile(file, Buffer.alloc(3_000_000, 'z'))
  const { digest } = await store.putFile(file)
  expect(s3.asked).toHaveLength(3)
  expect((await store.get(digest)).length).toBe(3_000_000)
})

test.each([
  ['a wrong secret', { AWS_SECRET_ACCESS_KEY: 'wrong' }, '403 SignatureDoesNotMatch'],
  ['an unknown key', { AWS_ACCESS_KEY_ID: 'AKIDOTHER' }, '403 InvalidAccessKeyId'],
])(
  '%s is refused by a stand-in for S3, and the error says so without the secret',
  async (_title, env, reason) => {
    const { s3 } = await openStandIn()
    const store = await openArtifacts(readS3Setting({ ...s3.env, ...env }), '/nowhere')
    const refused = {
      code: 'MUSTER_ARTIFACTS_UNREACHABLE',
      message: expect.stringContaining(reason) as string,
    }
    await expect(store.put('x')).rejects.toMatchObject(refused)
    await expect(store.get(`sha256:${'0'.repeat(64)}`)).rejects.toMatchObject(refused)
  },
)

test('a bucket that is not there refuses what is to be stored', async () => {
  const { s3 } = await openStandIn()
  const url = s3.env['MUSTER_ARTIFACTS_URL']?.replace('muster/some', 'other/some')
  const store = await openArtifacts(readS3Setting({ ...s3.env, MUSTER_ARTIFACTS_URL: url }), '/nowhere')
  await expect(store.put('x')).rejects.toMatchObject({ code: 'MUSTER_ARTIFACTS_UNREACHABLE' })
})

test.each([
  ['http://bucket', /expected `s3:/],
  ['s3://', /expected `s3:/],
  ['s3://bucket?endpoint=ftp://host', /as its endpoint/],
  ['s3://bucket?regoin=x', /expected `s3:/],
])('MUSTER_ARTIFACTS_URL=%s is refused', (given, expected) => {
  const env = { MUSTER_ARTIFACTS_URL: given, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }
  expect(() => readS3Setting(env)).toThrow(expected)
})

test('without an endpoint a bucket is Amazon’s, in the region that is named, and credentials are required', () => {
  const env = { MUSTER_ARTIFACTS_URL: 's3://bucket', AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'a' }
  expect(readS3Setting({ ...env, AWS_SECRET_ACCESS_KEY: 'b' })).toMatchObject({
    base: new URL('https://bucket.s3.eu-west-1.amazonaws.com/'),
    prefix: '',
    region: 'eu-west-1',
  })
  expect(() => readS3Setting(env)).toThrow('AWS_SECRET_ACCESS_KEY')
  expect(readS3Setting({})).toBeNull()
})
