import type { InputSpec, Json } from '@muster/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readInputs, textOf } from '../src/ui/read-inputs.ts'

const spec = (more: Partial<InputSpec>): InputSpec => ({
  type: 'string',
  description: null,
  required: true,
  default: undefined,
  enum: null,
  pattern: null,
  ...more,
})

describe('a form', () => {
  it('takes texts as they are, and everything else as JSON of the declared type', () => {
    const specs = {
      name: spec({}),
      count: spec({ type: 'integer' }),
      sure: spec({ type: 'boolean' }),
      hosts: spec({ type: 'list' }),
      where: spec({ enum: ['here', 'there'] }),
    }
    const texts = { name: '3', count: '3', sure: 'true', hosts: '["a"]', where: '"there"' }
    expect(readInputs(specs, texts)).toEqual({
      values: { name: '3', count: 3, sure: true, hosts: ['a'], where: 'there' },
      problems: {},
    })
  })

  it('says of each field what is wrong with it', () => {
    const specs = {
      missing: spec({}),
      count: spec({ type: 'integer' }),
      hosts: spec({ type: 'list' }),
      where: spec({ enum: ['here'] }),
    }
    expect(readInputs(specs, { count: '1.5', hosts: '[', where: '"there"' }).problems).toEqual({
      missing: 'This is required.',
      count: 'Expected a whole number, got 1.5.',
      hosts: 'Expected a list, got "[".',
      where: 'Expected one of "here", got "there".',
    })
  })

  it('leaves out what is empty, and what has a default is required no more', () => {
    const specs = { a: spec({ required: false }), b: spec({ default: 'x' }) }
    expect(readInputs(specs, { b: '' })).toEqual({ values: {}, problems: {} })
    expect(readInputs(specs, {})).toEqual({ values: { b: 'x' }, problems: {} })
  })

  it('shows a default as what reads as that default', () => {
    const types = {
      string: fc.string({ minLength: 1 }),
      integer: fc.integer(),
      object: fc.dictionary(fc.string(), fc.integer()),
    }
    for (const [type, values] of Object.entries(types))
      fc.assert(
        fc.property(values as fc.Arbitrary<Json>, (value) => {
          const one = spec({ type: type as InputSpec['type'], default: value })
          expect(readInputs({ one }, { one: textOf(one) }).values).toEqual({ one: value })
        }),
      )
  })
})
