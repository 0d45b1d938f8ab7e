import { PIPELINE_SCHEMA } from '@muster/dsl'
import { describe, expect, it } from 'vitest'
import { type Schema, schemaWords } from '../../src/pages/start/schema-words.ts'
import { yamlPlace } from '../../src/pages/start/yaml-place.ts'

/** The words offered where `|` is. */
function offered(text: string): readonly string[] {
  const [before = '', after = ''] = text.split('|')
  return schemaWords(PIPELINE_SCHEMA as Schema, yamlPlace(before, after)).map(({ word }) => word)
}

describe('what may be written at a place of a pipeline', () => {
  it('is what the schema has there and nobody wrote yet, above or below', () => {
    expect(offered('name: a\n|\nstages: []')).toEqual(['version', 'description', 'timeout', 'inputs'])
  })

  it('depends on the type of a stage, which may come after', () => {
    const gate = offered('stages:\n  - name: a\n    |\n    type: gate')
    expect(gate).toContain('approvers')
    expect(gate).not.toContain('template')
    expect(offered('stages:\n  - name: a\n    |')).toContain('template')
  })

  it('is known at any depth, with lists at the column of their key or beyond it', () => {
    const retries = ['max', 'backoff', 'delay', 'max_delay']
    for (const [list, key] of [
      ['', '  '],
      ['  ', '    '],
    ])
      expect(
        offered(`stages:\n${list}- name: a\n${key}config:\n${key}  retries:\n${key}    |`).toSorted(),
      ).toEqual(retries.toSorted())
    expect(
      offered('stages:\n- type: parallel\n  branches:\n    - - name: a\n        config:\n          ti|'),
    ).toContain('timeout')
  })

  it('is one of the values that the schema names, where it does', () => {
    expect(offered('inputs:\n  a: \n    type: |')).toContain('boolean')
    expect(offered('stages:\n  - name: a\n    type: ga|')).toEqual(['agent', 'gate', 'parallel', 'condition'])
    expect(offered('name: |')).toEqual([])
  })
})
