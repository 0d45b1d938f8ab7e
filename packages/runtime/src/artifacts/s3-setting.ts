import { MusterError } from '@muster/core'

/** A bucket, and how to speak to it. */
export interface S3Setting {
  /** Where its objects are: its address, with the prefix, ending in `/`. */
  readonly base: URL
  /** Of its keys: empty, or ending in `/`. */
  readonly prefix: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string | null
}

type Environment = Readonly<Record<string, string | undefined>>

const EXPECTED = '`s3://bucket/prefix?endpoint=https://host&region=name`'

/** What MUSTER_ARTIFACTS_URL and the AWS variables say; null when artifacts are kept on disk. Throws MUSTER_CONFIG. */
export function readS3Setting(env: Environment): S3Setting | null {
  const given = env['MUSTER_ARTIFACTS_URL']
  if (!given) return null
  const refuse = (expected: string): never => {
    throw new MusterError('MUSTER_CONFIG', { name: 'MUSTER_ARTIFACTS_URL', given, expected })
  }
  const url = URL.canParse(given) ? new URL(given) : refuse(EXPECTED)
  const known = [...url.searchParams.keys()].every((key) => key === 'endpoint' || key === 'region')
  if (url.protocol !== 's3:' || url.hostname === '' || url.username !== '' || !known) refuse(EXPECTED)
  const region =
    url.searchParams.get('region') ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || 'us-east-1')
  const endpoint = url.searchParams.get('endpoint')
  if (endpoint !== null && !/^https?:$/.test(URL.canParse(endpoint) ? new URL(endpoint).protocol : ''))
    refuse(`an http:// or https:// address as its endpoint`)
  const path = url.pathname.replace(/^\/+|\/+$/g, '')
  const prefix = path === '' ? '' : `${decodeURIComponent(path)}/`
  return {
    base: new URL(
      endpoint === null
        ? `https://${url.hostname}.s3.${region}.amazonaws.com/`
        : `${endpoint.replace(/\/+$/, '')}/${url.hostname}/`,
    ),
    prefix,
    region,
    accessKeyId: need(env, 'AWS_ACCESS_KEY_ID'),
    secretAccessKey: need(env, 'AWS_SECRET_ACCESS_KEY'),
    sessionToken: env['AWS_SESSION_TOKEN'] || null,
  }
}

function need(env: Environment, name: string): string {
  const value = env[name]
  if (value) return value
  throw new MusterError('MUSTER_CONFIG', {
    name,
    given: '',
    expected: 'a credential for MUSTER_ARTIFACTS_URL',
  })
}
