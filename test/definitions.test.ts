import { readdirSync, readFileSync } from 'node:fs'
import * as core from '@muster/core'
import { describe, expect, test } from 'vitest'

const root = new URL('../', import.meta.url)

/** Every source file of ours outside packages/core. */
const sources = ['packages', 'apps']
  .flatMap((group) => readdirSync(new URL(group, root)).map((name) => `${group}/${name}/src/`))
  .filter((folder) => folder !== 'packages/core/src/')
  .flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => ({ file: folder + file, text: readFileSync(new URL(folder + file, root), 'utf8') })),
  )

const TYPES = [
  'AgentPhase',
  'AgentStatus',
  'OutputType',
  'ChaosCondition',
  'StageType',
  'StageStatus',
  'AgentOutput',
  'ClarifiedPlan',
  'ErrorBudget',
  'StageResult',
  'PipelineContext',
  'Graph',
  'Fact',
  'Entry',
  'Outcome',
  'Template',
]
const VALUES = [
  'AGENT_PHASE_NAMES',
  'AGENT_PHASES_ORDERED',
  'PHASE_OUTPUT_TYPES',
  'DEFAULT_REDIS_HOST',
  'DEFAULT_REDIS_PORT',
  'DEFAULT_REDIS_PASSWORD',
  'DEFAULT_LEDGER_PATH',
  'RedisKeys',
  'getOutputTypeForPhase',
  'isTerminalPhase',
  'nextPhase',
]

function offenders(pattern: RegExp): string[] {
  return sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file)
}

describe('definitions', () => {
  test.each([...TYPES, ...VALUES])('%s is defined in core alone', (name) => {
    expect(
      offenders(
        new RegExp(
          `^\\s*(?:export )?(?:declare )?(?:type ${name}\\b[^,;]*=|(?:interface|enum|class|const|function) ${name}\\b)`,
          'm',
        ),
      ),
    ).toEqual([])
  })

  test.each(VALUES)('core exports %s', (name) => {
    expect(core).toHaveProperty(name)
  })

  test('the phases are listed in core alone', () => {
    expect(offenders(/'BOOTSTRAP',\s*'PREFLIGHT'/)).toEqual([])
  })

  test('names of keys and queues are spelled in core alone', () => {
    expect(
      offenders(
        /^(?! *\*|\/\*\*).*['"`](?:(?:agent|project|worker):\$\{[^}]+\}:|\{muster-|muster:(?:epoch|signals|changes|workers))/m,
      ),
    ).toEqual([])
  })

  test('fixed keys are what other tools rely on', () => {
    expect(core.RedisKeys.agentState('a')).toBe('agent:a:state')
    expect(core.RedisKeys.agentLock('a')).toBe('agent:a:lock')
    expect(core.RedisKeys.projectAgents('p')).toBe('project:p:agents')
  })

  test('every queue name has a hash tag and no colon', () => {
    for (const name of core.ALL_QUEUES) expect(name).toMatch(/^\{[\w-]+\}$/)
  })
})

describe('phases', () => {
  test('two are alpha, two beta, four gamma, and REVOKED puts out nothing', () => {
    const types = core.AGENT_PHASES_ORDERED.map(core.getOutputTypeForPhase)
    expect(types).toEqual(['alpha', 'alpha', 'beta', 'beta', 'gamma', 'gamma', 'gamma', 'gamma'])
    expect(core.getOutputTypeForPhase('REVOKED')).toBeNull()
  })

  test('EXIT and REVOKED are terminal, and nothing else', () => {
    const terminal = [...core.AGENT_PHASES_ORDERED, 'REVOKED' as const].filter(core.isTerminalPhase)
    expect(terminal).toEqual(['EXIT', 'REVOKED'])
    expect(core.nextPhase('BOOTSTRAP')).toBe('PREFLIGHT')
    expect(core.nextPhase('REVOKED')).toBeNull()
  })
})
