import { expect, test } from 'vitest'
import { createLogger } from '../src/index.ts'

function collect(level: string): { readonly lines: string[]; readonly log: ReturnType<typeof createLogger> } {
  const lines: string[] = []
  const log = createLogger({ name: 'worker', level, destination: { write: (line) => void lines.push(line) } })
  return { lines, log }
}

test('a line is one JSON object with name, facts and message', () => {
  const { lines, log } = collect('info')
  log.info({ run: 'r1', text: 'two\nlines' }, 'started')
  expect(lines).toHaveLength(1)
  expect(lines[0]?.indexOf('\n')).toBe((lines[0]?.length ?? 0) - 1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ name: 'worker', run: 'r1', msg: 'started' })
})

test('what is below the level is not written', () => {
  const { lines, log } = collect('warn')
  log.info({}, 'quiet')
  log.error({}, 'loud')
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['loud'])
})

test('an error given as a fact keeps its message', () => {
  const { lines, log } = collect('info')
  log.error({ err: new Error('no disk') }, 'failed')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ err: { message: 'no disk' } })
})

test('an unknown level is refused', () => {
  expect(() => createLogger({ name: 'worker', level: 'loud' })).toThrow(RangeError)
})
