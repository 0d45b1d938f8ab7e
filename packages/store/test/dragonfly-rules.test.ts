import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ALL_QUEUES, RedisKeys } from '@muster/core'
import { RateLimiterRedis } from 'rate-limiter-flexible'
import { expect, test } from 'vitest'
import { SCRIPTS, type ScriptName } from '../src/script.ts'
import { checkScript } from './check-script.ts'

const COMMANDS = fileURLToPath(new URL('../commands', import.meta.url))
const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

const read = (name: string) => readFileSync(join(COMMANDS, `${name}.lua`), 'utf8')
const scripts = readdirSync(COMMANDS).map((file) => file.replace(/\.lua$/, ''))

test('every script is declared, and every declared script exists', () => {
  expect(scripts.toSorted()).toEqual(Object.keys(SCRIPTS).toSorted())
})

test.each(Object.keys(SCRIPTS) as ScriptName[])('%s keeps to one declared key', (name) => {
  expect(checkScript(read(name), SCRIPTS[name].numberOfKeys)).toEqual([])
})

const HEADER = '--[[ Input: KEYS[1] a\n Output: 1 ]]\n'
test.each([
  ["return redis.call('GET', 'agent:1:lock')", 1, "GET touches `'agent:1:lock'`, which is not declared"],
  ["return redis.call('GET', KEYS[1] .. ':x')", 1, "GET touches `KEYS[1] .. ':x'`, which is not declared"],
  ["return redis.call('GET', ARGV[1])", 0, 'GET touches `ARGV[1]`, which is not declared'],
  ["local call = redis.call\nreturn call('GET', KEYS[1])", 1, 'other than as redis.call'],
  ["return redis['call']('GET', KEYS[1])", 1, 'other than as redis.call'],
  ["return redis.call('DEL', KEYS[1], 'x')", 1, 'several keys'],
  ["return redis.call('MGET', KEYS[1], 'x')", 1, 'not known to take one key'],
  ["return redis.call('GET', KEYS[1])", 2, 'declares 2 keys'],
  ["redis.call('GET', KEYS[1])\nreturn redis.call('GET', KEYS[2])", 1, 'declares 1 keys and uses 1, 2'],
  ["redis.call('GET', KEYS[1])\nreturn redis.call('GET', KEYS[2])", 2, 'more than one key'],
  ["return redis.call('GET', KEYS[ARGV[1]])", 1, 'not a literal index'],
])('a planted script is refused: %s', (lua, keys, problem) => {
  expect(checkScript(HEADER + lua, keys).join('; ')).toContain(problem)
})

test('a script without a header is refused', () => {
  expect(checkScript("return redis.call('GET', KEYS[1])", 1)).toHaveLength(2)
})

test('nothing but script.ts sends Lua to a store', () => {
  const sources = ['packages', 'apps'].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).flatMap((name) => sourcesIn(join(ROOT, folder, name, 'src'))),
  )
  expect(sources.length).toBeGreaterThan(20)
  const sending = sources.filter((file) =>
    /\bdefineCommand\b|\.(eval|evalsha|eval_ro|evalsha_ro|fcall)\(|['"](EVAL|EVALSHA|FCALL)['"]/i.test(
      readFileSync(file, 'utf8'),
    ),
  )
  expect(sending).toEqual([join(ROOT, 'packages/store/src/script.ts')])
})

test('the script of the library that counts for limiters keeps to one declared key', () => {
  const defined: { readonly lua: string; readonly numberOfKeys: number }[] = []
  const storeClient = { defineCommand: (_: string, one: (typeof defined)[0]) => defined.push(one) }
  const limiter = new RateLimiterRedis({ storeClient, points: 1, duration: 1, keyPrefix: '' })
  expect(limiter.points).toBe(1)
  // It is written in one line.
  const problems = defined.map(({ lua, numberOfKeys }) =>
    checkScript(HEADER + lua.replaceAll(/\s(?=local |redis\.)/g, '\n'), numberOfKeys),
  )
  expect(problems).toEqual([[]])
})

test('every queue and the outcome stream have a hash tag of their own', () => {
  const tags = [...ALL_QUEUES, RedisKeys.outcomes].map((name) => /^\{([^{}:]+)\}/.exec(name)?.[1])
  expect(tags).not.toContain(undefined)
  expect(new Set(tags).size).toBe(tags.length)
})

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
}
