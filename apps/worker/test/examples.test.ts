import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isContainer, type Json, type Need, type PipelineContext, type StageResult } from '@muster/core'
import { checkInputs, evaluateBoolean, expand, parsePipeline, renderValue } from '@muster/dsl'
import { expect, test, vi } from 'vitest'
import { firstFault, openProject, ROOT } from './support/templates.ts'

// Every walk starts some ten processes.
vi.setConfig({ testTimeout: 120_000 })

/** Runs the agents of an example one after another, every gate approved: its scripts, not its order, are in question. */
async function runExample(name: string, given: Readonly<Record<string, Json>>) {
  const project = await openProject()
  await cp(join(ROOT, 'examples'), join(project.directory, 'examples'), { recursive: true })
  const file = join(ROOT, 'examples', `${name}.yaml`)
  const parsed = parsePipeline(await readFile(file), { file: `${name}.yaml`, templates: project.templates })
  if (parsed.pipeline === null) throw new Error(JSON.stringify(parsed.problems, null, 2))
  const { inputs, problems } = checkInputs(parsed.pipeline, given)
  expect(problems).toEqual([])
  const stages: Record<string, StageResult> = {}
  const context: PipelineContext = { inputs, stages }
  const skipped = new Set<string>()
  for (const node of expand(parsed.pipeline, inputs, project.templates).nodes) {
    let outputs: Readonly<Record<string, Json>> = {}
    const off = skipped.has(node.id) || (node.parent !== null && skipped.has(node.parent))
    if (off) skipped.add(node.id)
    else if (node.type === 'condition') {
      const other = evaluateBoolean(node.if.source, context) ? node.else : node.then
      if (other !== null) skipped.add(other)
    } else if (node.type === 'agent') {
      const rendered = Object.entries(node.inputs).map(
        ([key, value]) => [key, renderValue(value, context)] as const,
      )
      const needs = node.requires.map((id): readonly [string, Need] => [
        id,
        { status: 'succeeded', outputs: stages[id]?.outputs ?? {}, manifest: null },
      ])
      const template = node.template.split('@')[0] ?? ''
      const walked = await project.walk(template, Object.fromEntries(rendered), {
        needs: Object.fromEntries(needs),
        tier: node.tier,
      })
      const fault = firstFault(walked)
      if (fault !== null) throw new Error(`${node.id} failed in ${fault.join(': ')}`)
      outputs = walked.outputs
    }
    if (!isContainer(node)) stages[node.id] = { status: off ? 'skipped' : 'succeeded', reason: null, outputs }
  }
  return { stages, directory: project.directory }
}

const statusOf = (stages: Record<string, StageResult>) =>
  Object.fromEntries(Object.entries(stages).map(([id, { status }]) => [id, status]))

test('hello greets', async () => {
  const { stages } = await runExample('hello', {})
  expect(statusOf(stages)).toEqual({ hello: 'succeeded' })
})

test('infrastructure-deploy changes files on this disk and verifies them', async () => {
  const { stages, directory } = await runExample('infrastructure-deploy', { environment: 'staging' })
  expect(statusOf(stages)).toMatchObject({ 'safeguards.freeze': 'skipped', 'safeguards.notice': 'succeeded' })
  expect(stages['checks.cost']?.outputs).toEqual({ monthly: 37.5 })
  expect(stages['deploy']?.outputs).toMatchObject({ applied: 3 })
  expect(stages['verify']?.outputs).toEqual({ files: 5, missing: 0 })
  const web = await readFile(join(directory, 'muster-demo', 'staging', 'infrastructure', 'web.json'), 'utf8')
  expect(JSON.parse(web)).toEqual({ instances: 2 })
})

test('infrastructure-deploy freezes production first', async () => {
  const { stages } = await runExample('infrastructure-deploy', { environment: 'production' })
  expect(statusOf(stages)).toMatchObject({ 'safeguards.freeze': 'succeeded', 'safeguards.notice': 'skipped' })
})

test('multi-agent-analysis sums up what its three agents found', async () => {
  const { stages } = await runExample('multi-agent-analysis', { path: 'examples' })
  const findings = ['security', 'performance', 'maintainability'].map((agent) =>
    Number(stages[`analyse.${agent}`]?.outputs['findings']),
  )
  expect(findings[0]).toBeGreaterThan(0)
  expect(stages['summary']?.outputs).toEqual({ agents: 3, findings: findings.reduce((a, b) => a + b) })
})
