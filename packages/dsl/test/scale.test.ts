import { expand } from '@muster/dsl'
import { expect, test } from 'vitest'
import { pipeline, TEMPLATES } from './support/documents.ts'

/** Stages that each require and read others; `run` makes every expression a new one. */
function text(stages: number, run: number): string {
  const lines = ['name: p', 'stages:']
  for (let index = 0; index < stages; index += 1) {
    lines.push(`  - name: s${index}`, `    config: { timeout: 5m, inputs: { message: step ${index} } }`)
    if (index === 0) continue
    lines.push(
      `    requires: [s${index - 1}, s${index >> 1}]`,
      `    when: stages.s${index >> 1}.status == "${run}"`,
    )
  }
  return lines.join('\n')
}

/** The milliseconds to read and expand so many stages: the best of three. */
function cost(stages: number): number {
  return Math.min(
    ...[1, 2, 3].map((run) => {
      const document = text(stages, run * stages)
      const start = performance.now()
      const graph = expand(pipeline(document, 64 * 1024 * 1024), {}, TEMPLATES)
      expect(graph.nodes).toHaveLength(stages)
      return performance.now() - start
    }),
  )
}

test('ten times the stages take about ten times as long', () => {
  cost(999)
  const small = cost(1_000)
  expect(cost(10_000) / small).toBeLessThan(20)
}, 120_000)
