/** Pipelines that the integration suite runs, as a user would write them. */

export const ONE = `
name: one
stages:
  - { name: a, template: script }
`

export const DIAMOND = `
name: diamond
inputs:
  deep: { type: boolean, default: true }
stages:
  - name: top
    template: script
    config: { tier: 1, inputs: { run: 'echo "{\\"n\\": 2}" > "$MUSTER_OUTPUT"' } }
  - { name: left, template: script, requires: top }
  - { name: right, template: script, requires: [top] }
  - name: choose
    type: condition
    requires: [left, right, top]
    if: inputs.deep && stages.top.outputs.n == 2
    then:
      - name: fan
        type: parallel
        max_concurrency: 1
        branches:
          - - { name: one, template: script }
            - { name: two, template: script }
          - - { name: three, template: script }
    else:
      - { name: shallow, template: script }
  - { name: join, template: script, requires: [choose, choose.fan.two] }
`

export const RETRY = `
name: retry
stages:
  - name: flaky
    template: script
    config:
      retries: { max: 2, backoff: fixed, delay: 50ms }
      inputs: { run: 'test "$MUSTER_ATTEMPT" -ge 2' }
`

export const SPIKE = `
name: spike
stages:
  - name: spiky
    template: script
    config:
      retries: { max: 5, backoff: fixed, delay: 10ms }
      error_budget: 2
      inputs: { run: 'test -n "\${MUSTER_CLARIFICATION:-}" || { echo it spikes >&2; exit 1; }' }
`

export const HOPELESS = `
name: hopeless
stages:
  - name: flood
    template: script
    config: { error_budget: { output_bytes: 200000 }, inputs: { run: 'yes; sleep 60' } }
`

/** An agent that reports errors over the protocol: until it is told of them, or for ever. */
export const reporting = (hopeless: boolean) => `
name: reporting
stages:
  - name: net
    template: reporting
    config: { error_budget: { errors: 2, clarifications: 1 }, inputs: { hopeless: ${hopeless} } }
`

export const HOLDING = `
name: holding
stages:
  - { name: held, template: script, config: { inputs: { run: 'sleep 60' } } }
  - { name: after, template: script, requires: [held] }
  - { name: alarm, template: script, requires: [held], requires_result: failed }
`

export const TIMEOUT = `
name: timeout
stages:
  - name: slow
    template: script
    config: { timeout: 1s, inputs: { run: 'sleep 60' } }
  - { name: after, template: script, requires: [slow] }
  - { name: alarm, template: script, requires: [slow], requires_result: failed }
  - { name: always, template: script, requires: [slow], requires_result: finished }
`

export const GATE = `
name: gated
stages:
  - { name: plan, template: script, config: { tier: 1 } }
  - name: approve
    type: gate
    requires: [plan]
    approvers: [bob, cat]
    quorum: all
    timeout: 10m
  - { name: deploy, template: script, requires: [approve] }
`

export const EXPIRING = `
name: expiring
stages:
  - { name: approve, type: gate, timeout: 300ms }
  - { name: deploy, template: script, requires: [approve] }
`

export const FOREACH = `
name: each
inputs:
  regions: { type: list, default: [north, south, west] }
stages:
  - name: regions
    type: parallel
    foreach: inputs.regions
    max_concurrency: 2
    stages:
      - name: touch
        template: script
        config: { inputs: { run: 'echo "{\\"region\\": \\"\${{ item }}\\"}" > "$MUSTER_OUTPUT"' } }
`

export const MISSING_BINARY = `
name: missing
stages:
  - { name: infra, template: terraform, config: { inputs: { target: real } } }
`

/** One stage that takes `seconds`, then counts how often it ran in a file. */
export function slow(seconds: number, counter: string): string {
  return `
name: slow
stages:
  - name: work
    template: script
    config: { inputs: { run: 'echo ran >> ${counter}; sleep ${seconds}' } }
  - { name: after, template: script, requires: [work] }
`
}
