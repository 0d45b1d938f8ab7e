// How long does one stage take with nothing else in the system, from submission to its end, and how long the steps in
// between? Beside one chain of bare BullMQ jobs, one DBOS and one Restate workflow of eight steps.
import { openBare } from './lib/bare.mjs'
import { openDbos } from './lib/dbos.mjs'
import { installPeers } from './lib/install-peers.mjs'
import { openMuster } from './lib/muster.mjs'
import { createReport } from './lib/report.mjs'
import { openRestate } from './lib/restate.mjs'
import { alternate } from './lib/rounds.mjs'
import { startServers } from './lib/servers.mjs'
import { sitting } from './lib/sitting.mjs'
import { median, ratios } from './lib/statistics.mjs'

const CHAIN = `
name: chain
stages:
  - { name: first, template: noop }
  - { name: second, template: noop, requires: [first] }
`
const GATED = `
name: gated
stages:
  - { name: ask, type: gate, gate_type: approval, timeout: 10m }
  - { name: work, template: noop, requires: [ask] }
`

const STEPS = {
  tell: 'Muster, phase to phase: outcome to commit',
  commit: 'Muster, phase to phase: commit',
  dispatch: 'Muster, phase to phase: commit to next phase',
}

export function bench({ quick }) {
  const settings = quick
    ? { samples: 20, rounds: 2, warmUp: 100 }
    : { samples: 60, rounds: 7, warmUp: 500, patienceMs: 15_000 }
  const question = 'milliseconds of one stage alone'
  return sitting((own) => measure(own, createReport('latency', { question, settings }), settings))
}

async function measure(own, report, { samples, rounds, warmUp, patienceMs }) {
  await installPeers()
  const servers = await own(startServers())
  const muster = await own(openMuster(servers))
  const bare = await own(openBare(servers))
  const dbos = await own(openDbos(servers))
  const restate = await own(openRestate())
  for (const each of [muster, bare, dbos, restate]) await each.run({ count: warmUp })
  await muster.trace(true)
  await muster.traceCommits(true)

  const peer = (each) => () => repeat(samples, () => each.run({ count: 1 }))
  const results = await alternate(
    {
      stage: () => repeat(samples, () => oneStage(muster)),
      bare: peer(bare),
      dbos: peer(dbos),
      restate: peer(restate),
      chain: () => repeat(samples / 2, () => stageToStage(muster)),
      gate: () => repeat(samples / 2, () => voteToPhase(muster)),
    },
    rounds,
    { patienceMs },
  )
  await muster.check()
  const stages = results.stage.flat()
  report.latency(
    'Muster, one stage (aim 9)',
    stages.map(({ whole }) => whole),
  )
  report.latency('bare BullMQ, a chain of 8 jobs', results.bare.flat())
  report.latency('DBOS, 8 steps', results.dbos.flat())
  report.latency('Restate, 8 steps', results.restate.flat())
  report.latency(
    'Muster, submission acknowledged',
    stages.map(({ acknowledged }) => acknowledged),
  )
  report.latency(
    'Muster, submission to first phase',
    stages.map(({ first }) => first),
  )
  report.latency(
    'Muster, phase to phase',
    stages.flatMap(({ gaps }) => gaps),
  )
  for (const [name, label] of Object.entries(STEPS))
    report.latency(
      label,
      stages.flatMap(({ steps }) => steps.map((step) => step[name])),
    )
  report.latency(
    'Muster, last phase to end of run',
    stages.map(({ last }) => last),
  )
  report.latency('Muster, stage to stage', results.chain.flat())
  report.latency('Muster, vote to first phase', results.gate.flat())

  const p50 = (name) => results[name].map(median)
  const muster50 = results.stage.map((round) => median(round.map(({ whole }) => whole)))
  report.ratio('one stage of Restate, p50', ratios(muster50, p50('restate')), { better: 'lower', atMost: 1 })
  report.ratio('one stage of DBOS, p50', ratios(muster50, p50('dbos')), { better: 'lower', atMost: 1 })
  report.ratio('one stage of bare BullMQ, p50', ratios(muster50, p50('bare')), { better: 'lower' })
  return report.end()
}

async function repeat(times, sample) {
  const taken = []
  for (let time = 0; time < times; time += 1) taken.push(await sample())
  return taken
}

/** The worker's own instants, of one run. */
async function phasesOf(muster, { run }) {
  return (await muster.trace(true)).filter((phase) => phase.run === run)
}

async function oneStage(muster) {
  await muster.traceCommits(true)
  const instants = await muster.alone()
  const phases = await phasesOf(muster, instants)
  const commits = await muster.traceCommits(true)
  return {
    whole: instants.endedAt - instants.submittedAt,
    acknowledged: instants.acknowledgedAt - instants.submittedAt,
    first: phases[0].began - instants.submittedAt,
    gaps: phases.slice(1).map((phase, index) => phase.began - phases[index].ended),
    steps: phases.slice(1).flatMap((phase, index) => stepsBetween(phases[index], phase, commits)),
    last: instants.endedAt - phases.at(-1).ended,
  }
}

/** What happens between two phases: the outcome reaches the planner, which commits; the next job reaches the worker. */
function stepsBetween({ ended }, { began }, commits) {
  const commit = commits.find((one) => one.began >= ended && one.ended <= began)
  if (commit === undefined) return []
  return [{ tell: commit.began - ended, commit: commit.ended - commit.began, dispatch: began - commit.ended }]
}

async function stageToStage(muster) {
  const phases = await phasesOf(muster, await muster.alone({ pipeline: CHAIN, agents: 2 }))
  const ended = phases.find(({ stage, phase }) => stage === 'first' && phase === 'EXIT').ended
  return phases.find(({ stage }) => stage === 'second').began - ended
}

async function voteToPhase(muster) {
  const { run, votedAt } = await muster.gated({ pipeline: GATED, stage: 'ask' })
  const [first] = await phasesOf(muster, { run })
  return first.began - votedAt
}
