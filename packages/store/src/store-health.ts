import type { StoreConnection } from './connection.ts'

/** Asks the store for its name and what it holds; answers that in words. */
export async function storeHealth({ client }: StoreConnection): Promise<string> {
  const info = await client.info()
  const fact = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1]
  const dragonfly = fact('dragonfly_version')?.replace(/^df-v?/, '')
  const name = dragonfly === undefined ? `Redis ${fact('redis_version') ?? ''}` : `Dragonfly ${dragonfly}`
  return `${name}, ${fact('used_memory_human') ?? 'unknown'} used`
}
