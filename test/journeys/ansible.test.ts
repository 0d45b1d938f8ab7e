import { mkdtempSync, readFileSync } from 'node:fs'
import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { waitFor } from '@muster/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cli, startCli } from '../support/processes.ts'
import { killAll } from '../support/processes-of.ts'

const FILES: Readonly<Record<string, string>> = {
  'site/hosts': 'localhost ansible_connection=local\n',
  'site/site.yml': `
- hosts: all
  gather_facts: false
  tasks:
    - name: write the page
      ansible.builtin.copy:
        dest: "{{ lookup('env', 'MUSTER_PROJECT_DIR') }}/index.txt"
        content: "{{ environment_name }}\\n"
`,
}
const INPUTS = (mode: string) =>
  `{ target: real, directory: site, inventory: hosts, environment: "\${{ inputs.environment }}", ${mode} }`
const PIPELINE = `
name: site
inputs:
  environment: { type: string }
stages:
  - { name: plan, template: ansible, config: { inputs: ${INPUTS('mode: plan')} } }
  - { name: approve, type: gate, requires: [plan], approvers: [ana] }
  # The playbook is edited before this one is approved: by then the plan was.
  - { name: begin, type: gate, requires: [approve], approvers: [ana] }
  - name: configure
    template: ansible
    requires: [plan, begin]
    config: { tier: 2, inputs: ${INPUTS('approved: "${{ stages.plan.outputs.plan }}"')} }
    approval: { allow_author: true }
`

let cwd: string

beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'muster-ansible-'))
  for (const [path, text] of Object.entries({ ...FILES, 'site.yaml': PIPELINE })) {
    await mkdir(dirname(join(cwd, path)), { recursive: true })
    await writeFile(join(cwd, path), text)
  }
})
afterEach(async () => {
  await killAll(cwd)
  await rm(cwd, { recursive: true, force: true })
})

/** Runs the pipeline, approving each gate when it opens; `before` is called before the second approval. */
async function walk(environment: string, before: () => Promise<void>) {
  const env = { MUSTER_HOME: join(cwd, '.muster') }
  const run = startCli(['run', 'site.yaml', '--input', `environment=${environment}`], { cwd, env })
  let over = false
  void run.ended.then(() => {
    over = true
  })
  for (const gate of ['approve', 'begin', 'configure']) {
    const open = new RegExp(`muster approve (\\S+\\.${gate})`)
    await waitFor(() => over || open.test(run.output()), { timeoutMs: 60_000, everyMs: 50 })
    // A plan that is not the approved one is not asked about.
    if (over) break
    if (gate === 'begin') await before()
    const as = gate === 'configure' ? [] : ['--as', 'ana']
    const approved = await cli(['approve', open.exec(run.output())?.[1] ?? '', ...as], { cwd, env })
    expect(approved.output).toContain('approved')
  }
  return { code: await run.ended, output: run.output() }
}

test('the ansible of this machine changes a file once its plan is approved, and nothing once the playbook was edited', async () => {
  const page = join(cwd, 'index.txt')
  const first = await walk('staging', async () => {})
  expect([first.code, first.output]).toEqual([0, expect.stringContaining('applied = 1')])
  expect(readFileSync(page, 'utf8')).toBe('staging\n')

  const edited = await walk('production', () => appendFile(join(cwd, 'site', 'site.yml'), '# edited\n'))
  expect([edited.code, edited.output]).toEqual([
    1,
    expect.stringContaining('this is not the plan that was approved'),
  ])
  expect(readFileSync(page, 'utf8')).toBe('staging\n')
}, 180_000)
