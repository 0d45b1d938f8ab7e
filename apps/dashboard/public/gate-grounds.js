import { call, runPath } from './api.js'
import { fill, h, say } from './dom.js'
import { values } from './values.js'
import { ENDED, list, when } from './words.js'

const MOST = 20

/** Puts into a card what a decision stands on: what follows from it, and what came before. */
export async function showGrounds(gate, into, pipeline) {
  try {
    const [view, graph] = await Promise.all([
      call(`${runPath(gate.run)}?attempts=none`),
      call(runPath(gate.run, '/graph')),
    ])
    say(pipeline, `${view.run.pipeline} `)
    const node = graph.nodes.find((one) => one.id === gate.stage)
    const needed = new Set(node?.requires ?? [])
    const spoke = view.stages
      .filter((stage) => ENDED.has(stage.status) && Object.keys(stage.outputs).length > 0)
      .toSorted((a, b) => needed.has(b.stage) - needed.has(a.stage) || b.finishedAt - a.finishedAt)
    const after = graph.nodes.filter((one) => one.requires.includes(gate.stage)).map((one) => one.id)
    fill(
      into,
      h('p', { class: 'follows' }, consequence(gate, node, after)),
      ...spoke
        .slice(0, MOST)
        .map((stage, index) =>
          h(
            'details',
            { open: index < 2 && needed.has(stage.stage) },
            h('summary', {}, h('code', {}, stage.stage), h('span', { class: 'quiet' }, ' put out')),
            values(stage.outputs),
          ),
        ),
      Object.keys(view.inputs).length > 0 &&
        h('details', {}, h('summary', {}, 'Inputs of the run'), values(view.inputs)),
    )
  } catch (thrown) {
    fill(into, h('p', { class: 'problem' }, thrown.message))
  }
}

function consequence(gate, node, after) {
  const go =
    after.length === 0
      ? 'the run goes on'
      : `${list(after.slice(0, 3))}${after.length > 3 ? ` and ${after.length - 3} more` : ''} can start`
  const silence = node?.gate?.onTimeout
  const then =
    silence?.do === 'escalate' && !gate.escalated
      ? `it goes on to ${list(silence.approvers)}`
      : 'it is rejected'
  return `Approved, ${go}. With no decision by ${when(gate.deadlineAt)}, ${then}.`
}
