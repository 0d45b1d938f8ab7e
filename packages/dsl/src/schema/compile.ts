import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import { PIPELINE_SCHEMA } from './pipeline.ts'
import { TEMPLATE_SCHEMA } from './template.ts'

const HEAD = `// @ts-nocheck
// Written by \`npm run schemas\` from the schemas beside it: neither they nor ajv are loaded when Muster runs.
import type { ValidateFunction } from 'ajv'
import { textLength } from '@muster/core'
`

/** The text of \`compiled.ts\`: the schemas as data, and a function for each that holds a document to it. */
export function compiledText(): string {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    strictTypes: false,
    schemas: [PIPELINE_SCHEMA, TEMPLATE_SCHEMA],
    code: { source: true, esm: true, lines: true },
  })
  const code = standalone
    .default(ajv, { validatePipeline: 'urn:muster:pipeline:1', validateTemplate: 'urn:muster:template:1' })
    .replace('"use strict";\n', '')
    .replace('require("ajv/dist/runtime/ucs2length").default', 'textLength')
    .replaceAll(/^export const (\w+) =/gm, 'export const $1: ValidateFunction =')
  if (code.includes('require('))
    throw new Error('the compiled schemas need a part of ajv that is not replaced')
  const schemas = Object.entries({ PIPELINE_SCHEMA, TEMPLATE_SCHEMA }).map(
    ([name, schema]) =>
      `export const ${name}: Readonly<Record<string, unknown>> = ${JSON.stringify(schema)}\n`,
  )
  return [HEAD, ...schemas, code].join('')
}
