import { expect, test } from 'vitest'
import { renderDot } from '../src/render/dot.ts'
import { renderMermaid } from '../src/render/mermaid.ts'
import { agent, branch, condition, gateNode, graphOf } from './fixtures.ts'

const GRAPH = graphOf(
  agent('plan'),
  gateNode('approve', { requires: ['plan'] }),
  condition('choose', 'inputs.n > 1 && "a" == "b"', 'choose.then', 'choose.else'),
  branch('choose.then', 'choose', ['choose.then.go']),
  agent('choose.then.go', { parent: 'choose.then' }),
  branch('choose.else', 'choose', []),
  agent('clean', { requires: ['choose'], requiresResult: 'finished' }),
)

test('Mermaid: containers are subgraphs, requirements arrows, and no label can break out of its quotes', () => {
  expect(renderMermaid(GRAPH)).toBe(`flowchart TD
  s0["plan<br/>default@1.0.0 T0"]
  s1{{"approve<br/>approval: ann, bob"}}
  subgraph s2["choose<br/>if inputs.n #62; 1 #38;#38; #34;a#34; == #34;b#34;"]
    subgraph s3["then"]
      s4["go<br/>default@1.0.0 T0"]
    end
    subgraph s5["else"]
    end
  end
  s6["clean<br/>default@1.0.0 T0"]
  s0 --> s1
  s2 -. finished .-> s6
`)
})

test('DOT: containers are clusters, and arrows end at their border', () => {
  expect(renderDot(GRAPH)).toBe(`digraph "demo" {
  compound=true
  node [shape=box]
  "plan" [label="plan\\ndefault@1.0.0 T0"]
  "approve" [label="approve\\napproval: ann, bob", shape=hexagon]
  subgraph "cluster_choose" {
    label="choose\\nif inputs.n > 1 && \\"a\\" == \\"b\\""
    "choose" [shape=point, style=invis]
    subgraph "cluster_choose.then" {
      label="then"
      "choose.then" [shape=point, style=invis]
      "choose.then.go" [label="go\\ndefault@1.0.0 T0"]
    }
    subgraph "cluster_choose.else" {
      label="else"
      "choose.else" [shape=point, style=invis]
    }
  }
  "clean" [label="clean\\ndefault@1.0.0 T0"]
  "plan" -> "approve"
  "choose" -> "clean" [ltail="cluster_choose", style=dashed, label="finished"]
}
`)
})
