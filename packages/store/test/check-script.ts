/** Commands whose only key is their first argument. */
const ONE_KEY = new Set([
  'GET',
  'SET',
  'INCRBY',
  'DEL',
  'EXISTS',
  'HGET',
  'HMGET',
  'HSET',
  'HDEL',
  'HGETALL',
  'PEXPIRE',
  'PTTL',
  'SADD',
  'SREM',
  'XACK',
  'XADD',
  'XDEL',
  'XLEN',
  'EXPIRE',
])
const NO_KEY = new Set(['TIME'])

/** What in a Lua script would break on Dragonfly or on a cluster: undeclared keys, keys of two hash tags. */
export function checkScript(source: string, numberOfKeys: number): readonly string[] {
  const problems: string[] = []
  for (const word of ['Input:', 'Output:'])
    if (!source.includes(word)) problems.push(`its header has no ${word}`)
  const code = source.replace(/--\[\[[\s\S]*?\]\]/g, '').replace(/--.*$/gm, '')
  const calls = [...code.matchAll(/redis\.p?call\(\s*'(\w+)'\s*(?:,\s*([^,)]+))?([^\n]*)/g)]
  if ([...code.matchAll(/redis\s*[.[]/g)].length !== calls.length)
    problems.push('it uses `redis` other than as redis.call with a literal command')
  for (const [, name = '', key = '', rest = ''] of calls) {
    const command = name.toUpperCase()
    if (NO_KEY.has(command)) continue
    if (!ONE_KEY.has(command)) problems.push(`${name} is not known to take one key`)
    if (!/^KEYS\[\d+\]$/.test(key.trim()))
      problems.push(`${name} touches \`${key.trim()}\`, which is not declared`)
    if (['DEL', 'EXISTS'].includes(command) && rest.startsWith(','))
      problems.push(`${name} touches several keys`)
  }
  const used = new Set([...code.matchAll(/KEYS\s*\[([^\]]*)\]/g)].map(([, index = '']) => index))
  for (const index of used) if (!/^\d+$/.test(index)) problems.push(`KEYS[${index}] is not a literal index`)
  const declared = Array.from({ length: numberOfKeys }, (_, index) => String(index + 1))
  if (used.size !== numberOfKeys || declared.some((index) => !used.has(index)))
    problems.push(`it declares ${numberOfKeys} keys and uses ${[...used].join(', ')}`)
  if (numberOfKeys !== 1) problems.push('it touches more than one key')
  return problems
}
