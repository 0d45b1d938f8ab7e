import { appendFile, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { firstFault, openProject } from '../support/templates.ts'

// Every walk starts some ten processes.
vi.setConfig({ testTimeout: 120_000 })

const APPLY = { tier: 2 } as const

test('ansible on the local target writes a file for each host and removes those of others', async () => {
  const { directory, walk } = await openProject()
  const home = join(directory, 'muster-demo', 'development', 'hosts')
  const first = await walk('ansible', {}, APPLY)
  expect(firstFault(first)).toBeNull()
  expect(first.outputs).toMatchObject({ changes: 2, applied: 2, risk: 'low' })
  expect(await readFile(join(home, 'web-1.conf'), 'utf8')).toBe('log_level = "info"\ntimezone = "UTC"\n')
  await walk('ansible', { hosts: ['web-2', 'db'] }, APPLY)
  expect((await readdir(home)).sort()).toEqual(['db.conf', 'web-2.conf'])
})

const FILES: Readonly<Record<string, string>> = {
  'inventory/hosts': 'localhost ansible_connection=local\n',
  'site.yml': `
- hosts: all
  gather_facts: false
  vars_files: [vars.yml]
  roles: [site]
`,
  'vars.yml': 'greeting: hello\n',
  'roles/site/tasks/main.yml': `
- name: make the site
  ansible.builtin.file: { path: "{{ site }}", state: directory, mode: "0755" }
- name: write the page
  ansible.builtin.copy: { dest: "{{ site }}/index.txt", content: "{{ greeting }} {{ environment_name }}\\n", mode: "0644" }
- name: remove the old page
  ansible.builtin.file: { path: "{{ site }}/old.txt", state: absent }
`,
  'roles/site/defaults/main.yml': `site: "{{ lookup('env', 'MUSTER_PROJECT_DIR') }}/site"\n`,
}

/** A project with a playbook that changes files on this machine, by the ansible of the system. */
async function openPlaybook(rest: Readonly<Record<string, string>> = {}) {
  const project = await openProject()
  const playbook = join(project.directory, 'playbook')
  for (const [path, text] of Object.entries({ ...FILES, ...rest })) {
    await mkdir(dirname(join(playbook, path)), { recursive: true })
    await writeFile(join(playbook, path), text)
  }
  return { ...project, playbook, site: join(project.directory, 'site') }
}

const REAL = { target: 'real', directory: 'playbook', environment: 'staging' } as const
const EDITED = [
  'inventory/hosts',
  'roles/site/tasks/main.yml',
  'roles/site/tasks/more.yml',
  'site.yml',
  'vars.yml',
]

describe('the ansible of this machine on localhost', () => {
  test('plans what check mode finds, plays it, and proves that nothing is left to change', async () => {
    const { site, walk } = await openPlaybook()
    const planned = await walk('ansible', { ...REAL, mode: 'plan' })
    expect(firstFault(planned)).toBeNull()
    expect(planned.outcomes.PLAN?.record['plan']).toMatchObject({
      summary: '2 changes to staging (real), risk medium',
      changes: 2,
      actions: [
        { verb: 'file', target: 'localhost: site : make the site', risk: 'medium' },
        { verb: 'copy', target: 'localhost: site : write the page', risk: 'medium' },
      ],
    })
    expect(planned.outputs).toMatchObject({ changes: 2, applied: 0 })
    await expect(readdir(site)).rejects.toThrow('ENOENT')

    const approved = planned.outputs['plan'] as string
    const applied = await walk('ansible', { ...REAL, approved }, APPLY)
    expect(firstFault(applied)).toBeNull()
    expect(applied.outputs).toMatchObject({ changes: 2, applied: 2, unplanned: [], plan: approved })
    expect(applied.outcomes.VERIFY?.record['checks']).toEqual({ changed: 0, untold: [] })
    expect(await readFile(join(site, 'index.txt'), 'utf8')).toBe('hello staging\n')

    await writeFile(join(site, 'old.txt'), '')
    const other = await walk('ansible', { ...REAL, mode: 'plan', approved })
    expect(other.lines).toContain('file localhost: site : remove the old page (high risk)')
    expect([firstFault(other)?.[0], other.lines.at(-1)]).toEqual([
      'PLAN',
      'this is not the plan that was approved',
    ])
  })

  test('is not started when playbook, role, variables or inventory were edited after PLAN, or a file came', async () => {
    const { playbook, site, walk } = await openPlaybook()
    const walked = await walk('ansible', REAL, {
      ...APPLY,
      between: async (phase) => {
        if (phase === 'PLAN') for (const path of EDITED) await appendFile(join(playbook, path), '\n')
      },
    })
    expect(firstFault(walked)?.[0]).toBe('EXECUTE')
    expect(walked.lines.at(-1)).toBe(
      `the playbook was changed after it was planned (${EDITED.join(', ')}): nothing was run`,
    )
    await expect(readdir(site)).rejects.toThrow('ENOENT')
  })

  test('is judged by looking again, and by what it changed that the plan did not foretell', async () => {
    const tasks = `
- name: touch a mark
  ansible.builtin.command: touch "{{ site }}-mark"
  notify: tell
- name: write it
  ansible.builtin.copy: { dest: "{{ site }}", content: x }
`
    const handlers = '- name: tell\n  ansible.builtin.copy: { dest: "{{ site }}-told", content: "" }\n'
    const files = { 'roles/site/tasks/main.yml': tasks, 'roles/site/handlers/main.yml': handlers }
    const surprising = await openPlaybook(files)
    const walked = await surprising.walk('ansible', REAL, APPLY)
    expect(walked.outcomes.PLAN?.record['plan']).toMatchObject({
      actions: [
        { verb: 'command', target: 'localhost: site : touch a mark', risk: 'high', certain: false },
        { verb: 'copy', target: 'localhost: site : write it' },
      ],
    })
    expect(firstFault(walked)?.[0]).toBe('VERIFY')
    const unplanned = 'copy localhost: site : tell'
    expect(walked.lines.at(-1)).toBe(`the playbook changed what was not in the plan: ${unplanned}`)

    const { site, walk } = await openPlaybook(files)
    const drifted = await walk(
      'ansible',
      { ...REAL, unplanned: 'report' },
      {
        ...APPLY,
        between: async (phase) => {
          if (phase === 'EXECUTE') await rm(site)
        },
      },
    )
    expect(drifted.outputs).toMatchObject({ unplanned: [unplanned] })
    expect(firstFault(drifted)?.[0]).toBe('VERIFY')
    expect(drifted.lines.at(-1)).toBe('the hosts still differ from the playbook: localhost: site : write it')
  })

  test('fails the plan with host, task and reason, and without what no_log hides', async () => {
    const failing = `
- name: fail in the open
  ansible.builtin.fail: { msg: it is broken }
  ignore_errors: true
- name: fail in secret
  ansible.builtin.fail: { msg: hunter2 }
  no_log: true
`
    const { walk } = await openPlaybook({ 'roles/site/tasks/main.yml': failing })
    const walked = await walk('ansible', { ...REAL, mode: 'plan' })
    expect(firstFault(walked)?.[0]).toBe('PLAN')
    expect(walked.lines).toContain('localhost: site : fail in secret: hidden by no_log')
    expect(JSON.stringify([walked.lines, walked.outcomes])).not.toContain('hunter2')
  })

  test('is refused what an approval could not cover: a link that leads out, an inventory elsewhere', async () => {
    const { walk } = await openPlaybook()
    const elsewhere = await walk('ansible', { ...REAL, mode: 'plan', inventory: '../inventory' })
    expect(elsewhere.lines.at(-1)).toBe('../inventory is not below playbook')
    const { playbook, walk: walkLinked } = await openPlaybook()
    await symlink('/etc/hostname', join(playbook, 'files'))
    const linked = await walkLinked('ansible', { ...REAL, mode: 'plan' })
    expect(linked.lines.at(-1)).toMatch(/^files is a link that leads out of /)
  })
})
