import { expect, test } from 'vitest'
import { agent, gate, graph } from '../../../packages/core/test/support/graphs.ts'
import { tellRerun } from '../src/pages/run/model/tell-rerun.ts'
import type { FollowedStage } from '../src/pages/run/model/followed-run.ts'

const NODES = [
  agent('plan'),
  gate('ask', { requires: ['plan'] }),
  agent('deploy', { requires: ['ask'] }),
  ...Array.from({ length: 8 }, (_, at) => agent(`check${at}`, { requires: ['deploy'] })),
]
const stages = new Map(NODES.map(({ id }) => [id, { status: 'succeeded' } as FollowedStage]))
const tell = (from: string) => tellRerun({ graph: graph(NODES), stages }, from)

test('whoever starts a run again from a stage is told which run again, which ask again and how many stay', () => {
  expect(tell('check7')).toBe('check7 runs again. 10 stages stay as they are.')
  expect(tell('ask')).toBe(
    'deploy, check0, check1, check2, check3, check4 and 3 more run again. ask asks again. 1 stage stays as it is.',
  )
})
