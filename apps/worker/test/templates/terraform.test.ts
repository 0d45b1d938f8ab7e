import { spawnSync } from 'node:child_process'
import { appendFile, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { JsonObject } from '@muster/core'
import { describe, expect, test, vi } from 'vitest'
import { firstFault, openProject } from '../support/templates.ts'

// Every walk starts some ten processes.
vi.setConfig({ testTimeout: 120_000 })

const APPLY = { tier: 2 } as const
const CHANGED = 'changed after it was planned'

describe('terraform on the local target', () => {
  test('creates, changes and deletes what its resources say, and tells the risk of each', async () => {
    const { directory, walk } = await openProject()
    const home = join(directory, 'muster-demo', 'staging', 'infrastructure')
    const inputs = { environment: 'staging' }
    const first = await walk('terraform', inputs, APPLY)
    expect(firstFault(first)).toBeNull()
    expect(first.outputs).toMatchObject({ changes: 3, applied: 3, risk: 'low' })
    expect((await readdir(home)).sort()).toEqual(['database.json', 'network.json', 'web.json'])
    expect(await first.artifact('plan.json')).toContain('"verb": "create"')

    const same = await walk('terraform', inputs, APPLY)
    expect(same.outputs).toMatchObject({ changes: 0, applied: 0, files: [] })

    const resources = { web: { instances: 5 }, cache: {} }
    const second = await walk('terraform', { ...inputs, resources }, APPLY)
    const planned = second.lines.filter((line) => line.endsWith(' risk)')).map((line) => line.split(' '))
    expect(planned.map(([verb, , risk]) => `${verb} ${risk}`)).toEqual([
      'create (low',
      'delete (high',
      'delete (high',
      'update (medium',
    ])
    expect(second.outputs['risk']).toBe('high')
    expect((await readdir(home)).sort()).toEqual(['cache.json', 'web.json'])
    expect(JSON.parse(await readFile(join(home, 'web.json'), 'utf8'))).toEqual({ instances: 5 })
  })

  test('changes nothing in mode plan, and its plan is what apply is held to', async () => {
    const { directory, walk } = await openProject()
    const planned = await walk('terraform', { mode: 'plan' })
    expect(planned.outputs).toMatchObject({ changes: 3, applied: 0 })
    expect(await readdir(directory)).toEqual(['.muster'])
    const approved = planned.outputs['plan'] as string
    const other = await walk('terraform', { approved, resources: { web: {} } }, APPLY)
    expect(firstFault(other)?.[0]).toBe('PLAN')
    expect(other.lines.at(-1)).toBe('this is not the plan that was approved')
    expect((await walk('terraform', { approved }, APPLY)).outputs).toMatchObject({
      applied: 3,
      plan: approved,
    })
  })

  test('does not overwrite what was changed after it was planned', async () => {
    const { directory, walk } = await openProject()
    await walk('terraform', {}, APPLY)
    const web = join(directory, 'muster-demo', 'development', 'infrastructure', 'web.json')
    const walked = await walk(
      'terraform',
      { resources: { web: { instances: 9 } } },
      {
        ...APPLY,
        between: async (phase) => {
          if (phase === 'PLAN') await writeFile(web, 'mine')
        },
      },
    )
    expect(firstFault(walked)?.[0]).toBe('EXECUTE')
    expect(await readFile(web, 'utf8')).toBe('mine')
  })

  test('is verified by looking again', async () => {
    const { directory, walk } = await openProject()
    const web = join(directory, 'muster-demo', 'development', 'infrastructure', 'web.json')
    const walked = await walk(
      'terraform',
      {},
      {
        ...APPLY,
        between: async (phase) => {
          if (phase === 'EXECUTE') await writeFile(web, 'drifted')
        },
      },
    )
    expect(firstFault(walked)?.[0]).toBe('VERIFY')
  })
})

test.each(['terraform', 'ansible'])('%s applies nothing at a tier that changes nothing', async (name) => {
  const { directory, walk } = await openProject()
  const walked = await walk(name, {}, { tier: 1 })
  expect(firstFault(walked)?.[0]).toBe('PLAN')
  expect(walked.lines.at(-1)).toContain('mode apply needs tier 2 or higher, and this stage has 1')
  expect(await readdir(directory)).toEqual(['.muster'])
})

test.each(['terraform', 'ansible'])(
  '%s stays below the directory in which Muster was started',
  async (name) => {
    const { walk } = await openProject()
    for (const directory of ['../elsewhere', '/tmp/elsewhere'])
      expect(firstFault(await walk(name, { directory, mode: 'plan' }))?.[0]).toBe('PLAN')
  },
)

const REAL = { target: 'real', directory: 'infra' } as const
const CONFIGURATION = `
variable "environment" { type = string }
variable "size" {
  type    = number
  default = 1
}
resource "terraform_data" "web" {
  input = "\${var.environment}-\${var.size}"
}
resource "terraform_data" "db" {
  triggers_replace = var.size
}
output "web" { value = terraform_data.web.output }
`

async function openInfra(path: (directory: string) => string) {
  const project = await openProject({ path })
  const infra = join(project.directory, 'infra')
  await mkdir(infra, { recursive: true })
  await writeFile(join(infra, 'main.tf'), CONFIGURATION)
  return { ...project, infra }
}

const verbs = (walked: { readonly outcomes: { readonly PLAN?: { readonly record: JsonObject } } }) => {
  const plan = walked.outcomes.PLAN?.record['plan'] as { readonly actions: readonly Record<string, string>[] }
  return plan.actions.map(({ verb, target, risk }) => `${verb} ${target} ${risk}`)
}

const FOUND = spawnSync('sh', ['-c', 'command -v terraform']).stdout.toString().trim()

describe.skipIf(FOUND === '')(`the real terraform, ${FOUND || 'WHICH IS NOT ON THE PATH: SKIPPED'}`, () => {
  const path = () => FOUND.replace(/\/terraform$/, '')

  test('plans, applies that very plan, and finds a second plan empty', async () => {
    const { infra, walk } = await openInfra(path)
    const first = await walk('terraform', { ...REAL, environment: 'staging' }, APPLY)
    expect(firstFault(first)).toBeNull()
    expect(verbs(first)).toEqual([
      'output output.web low',
      'create terraform_data.db low',
      'create terraform_data.web low',
    ])
    expect(first.outputs).toMatchObject({ changes: 3, applied: 3, risk: 'low' })
    expect(await readFile(join(infra, 'terraform.tfstate'), 'utf8')).toContain('staging-1')
    expect((await readdir(infra)).sort()).toEqual(['main.tf', 'terraform.tfstate'])

    const larger = { ...REAL, environment: 'staging', variables: { size: 2 } }
    const planned = await walk('terraform', { ...larger, mode: 'plan' })
    expect(verbs(planned)).toEqual([
      'output output.web low',
      'replace terraform_data.db high',
      'update terraform_data.web medium',
    ])
    expect(planned.outputs).toMatchObject({ applied: 0, risk: 'high' })
    expect(await readFile(join(infra, 'terraform.tfstate'), 'utf8')).toContain('staging-1')

    const approved = planned.outputs['plan'] as string
    const other = await walk('terraform', { ...larger, approved, variables: { size: 3 } }, APPLY)
    expect([firstFault(other)?.[0], other.lines.at(-1)]).toEqual([
      'PLAN',
      'this is not the plan that was approved',
    ])
    const applied = await walk('terraform', { ...larger, approved }, APPLY)
    expect(applied.outputs).toMatchObject({ changes: 3, applied: 3, plan: approved })
    expect((await walk('terraform', larger, APPLY)).outputs).toMatchObject({ changes: 0, applied: 0 })
  })

  test('applies nothing when the plan file or the configuration was edited after PLAN', async () => {
    const { infra, walk } = await openInfra(path)
    const edits: Readonly<Record<string, (workspace: string) => Promise<void>>> = {
      'the plan file was': (workspace) => appendFile(join(workspace, 'work', 'tfplan'), 'x'),
      'the configuration was': () => appendFile(join(infra, 'main.tf'), '# more\n'),
    }
    for (const [words, edit] of Object.entries(edits)) {
      const walked = await walk('terraform', REAL, {
        ...APPLY,
        between: async (phase, workspace) => {
          if (phase === 'PLAN') await edit(workspace)
        },
      })
      expect(firstFault(walked)?.[0]).toBe('EXECUTE')
      expect(walked.lines.at(-1)).toBe(`${words} ${CHANGED}: nothing was applied`)
      expect(await readdir(infra)).toEqual(['main.tf'])
    }
  })

  test('says where a configuration is wrong', async () => {
    const { infra, walk } = await openInfra(path)
    await writeFile(join(infra, 'main.tf'), 'resource "terraform_data" "a" {\n  inputs = 1\n}\n')
    const walked = await walk('terraform', { ...REAL, mode: 'plan' })
    expect(firstFault(walked)?.[0]).toBe('PLAN')
    expect(walked.lines.join('\n')).toContain('error: main.tf:2: Unsupported argument')
  })
})

describe('a stand-in that repeats recorded output of terraform 1.11', () => {
  /** Answers `show -json` with a recorded plan first and with an empty one after `apply`; notes its calls. */
  async function openRecorded() {
    const project = await openInfra((directory) => join(directory, 'bin'))
    const { directory } = project
    await mkdir(join(directory, 'bin'))
    await copyFile(join(import.meta.dirname, 'terraform-plan.json'), join(directory, 'recorded.json'))
    const script = `#!/bin/sh
cd "${directory}"
case "$*" in *apply*|*init*) echo "$*" >> calls ;; esac
case "$*" in
  version) echo 'Terraform v1.11.4' ;;
  *validate*) echo '{"valid":true,"diagnostics":[]}' ;;
  *plan*-out=*) for word in "$@"; do case "$word" in -out=*) echo planned > "\${word#-out=}" ;; esac; done ;;
  *show*) if [ -e applied ]; then echo '{"format_version":"1.2"}'; else cat recorded.json; fi ;;
  *apply*) touch applied ;;
esac
`
    await writeFile(join(directory, 'bin', 'terraform'), script, { mode: 0o755 })
    return project
  }

  test('becomes a plan in which deletes and replaces are high, and no sensitive value is', async () => {
    const { directory, walk } = await openRecorded()
    const walked = await walk('terraform', REAL, APPLY)
    expect(firstFault(walked)).toBeNull()
    expect(verbs(walked)).toEqual([
      'output output.web low',
      'replace terraform_data.db high',
      'create terraform_data.node["a"] low',
      'delete terraform_data.old high',
      'update terraform_data.web medium',
    ])
    expect(JSON.stringify(walked.outcomes)).not.toContain('hunter2')
    const [init, apply] = (await readFile(join(directory, 'calls'), 'utf8')).trim().split('\n')
    expect(init).toMatch(/ init -input=false -no-color -lockfile=readonly$/)
    expect(apply).toMatch(/ apply -input=false -no-color \S+\/work\/tfplan$/)
  })
})
