import type { StoreConnection } from '@muster/store'

/** Every value in a store on one server, with all that is in it, as text: by key. */
export async function storeValues({ client }: StoreConnection): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>()
  for (let cursor: string | null = '0'; cursor !== null; ) {
    const [next, keys] = (await client.call('SCAN', cursor, 'COUNT', 1_000)) as [string, string[]]
    for (const key of keys) values.set(key, JSON.stringify(await valueOf(client, key)))
    cursor = next === '0' ? null : next
  }
  return values
}

async function valueOf(client: StoreConnection['client'], key: string): Promise<unknown> {
  const type = await client.type(key)
  switch (type) {
    case 'string':
      return client.get(key)
    case 'hash':
      return client.hgetall(key)
    case 'list':
      return client.lrange(key, 0, -1)
    case 'set':
      return client.smembers(key)
    case 'zset':
      return client.zrange(key, '0', '-1', 'WITHSCORES')
    case 'stream':
      return client.xrange(key, '-', '+')
    case 'none':
      return null
    default:
      throw new Error(`${key} is a ${type}, which nobody reads here`)
  }
}
