import { call, runPath } from './api.js'
import { h, say, status } from './dom.js'
import { plural, short, when } from './words.js'

/** The checkpoints of a stage, newest first; an ended run goes on from those that count. */
export async function checkpointList(run, stage) {
  const { checkpoints } = await call(runPath(run, `/checkpoints?stage=${encodeURIComponent(stage)}`)).catch(
    () => ({ checkpoints: [] }),
  )
  if (checkpoints.length === 0) return h('div')
  const problem = h('p', { class: 'problem', role: 'alert' })
  return h(
    'div',
    {},
    h('h3', {}, 'Checkpoints'),
    problem,
    h(
      'table',
      { class: 'values' },
      h('tbody', {}, ...checkpoints.toReversed().map((one) => row(run, stage, one, problem))),
    ),
  )
}

function row(run, stage, one, problem) {
  return h(
    'tr',
    {},
    h('td', {}, h('span', { class: 'phase' }, one.phase.toLowerCase()), ' ', status(one.outcome)),
    h('td', { class: 'quiet' }, `attempt ${one.attempt}, ${when(one.at)}`),
    h('td', {}, holdsOf(one.holds)),
    h('td', {}, h('code', { class: 'quiet', title: one.digest }, short(one.digest))),
    h('td', {}, one.resumable && resumeButton(run, stage, one.phase, problem)),
  )
}

function resumeButton(run, stage, phase, problem) {
  const button = h(
    'button',
    {
      type: 'button',
      onclick: async () => {
        button.disabled = true
        try {
          await call(runPath(run, '/resume'), { stage, phase })
        } catch (error) {
          say(problem, `${error.message} ${error.hint ?? ''}`)
          button.disabled = false
        }
      },
    },
    'Resume from here',
  )
  return button
}

function holdsOf(holds) {
  if (holds === null) return 'no longer kept'
  const { workspace, planDigest, outputs, saved } = holds
  return [
    `${plural(workspace.files, 'file')}, ${workspace.bytes} B`,
    planDigest !== null && 'a plan',
    outputs.length > 0 && plural(outputs.length, 'output'),
    saved && 'what the agent saved',
    workspace.omitted > 0 && `${workspace.omitted} left out`,
    !workspace.whole && 'the workspace of before',
  ]
    .filter(Boolean)
    .join(', ')
}
