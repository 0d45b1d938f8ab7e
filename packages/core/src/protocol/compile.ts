import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import { methodDocument, schemaId } from './document.ts'
import { METHOD_NAMES, METHODS, methodSlug } from './method.ts'

const HEAD = `// @ts-nocheck
// Written by \`npm run schemas\` from the schemas beside it: neither they nor ajv are loaded when Muster runs.
import type { ValidateFunction } from 'ajv'
import { textLength } from '../text-length.ts'
`

/** The text of \`compiled.ts\`: for each method a function that holds its params to the schema, and one for its result. */
export function compiledText(): string {
  const ajv = new Ajv2020({
    allowUnionTypes: true,
    strictTypes: false,
    schemas: METHOD_NAMES.map(methodDocument),
    code: { source: true, esm: true, lines: true },
  })
  const functions = METHOD_NAMES.flatMap((method) => {
    const at = (part: string) => `${schemaId(method)}#/$defs/${part}`
    const params = [nameOf(method, 'params'), at('params')] as const
    return METHODS[method].kind === 'request'
      ? [params, [nameOf(method, 'result'), at('result')] as const]
      : [params]
  })
  const code = standalone
    .default(ajv, Object.fromEntries(functions))
    .replace('"use strict";\n', '')
    .replace('require("ajv/dist/runtime/ucs2length").default', 'textLength')
    .replaceAll(/^export const (\w+) =/gm, 'const $1: ValidateFunction =')
  if (code.includes('require('))
    throw new Error('the compiled schemas need a part of ajv that is not replaced')
  return [HEAD, code, tableOf('params'), tableOf('result')].join('')
}

/** `phaseRunParams` */
function nameOf(method: (typeof METHOD_NAMES)[number], part: 'params' | 'result'): string {
  const camel = methodSlug(method).replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  return `${camel}${part === 'params' ? 'Params' : 'Result'}`
}

function tableOf(part: 'params' | 'result'): string {
  const rows = METHOD_NAMES.filter((method) => part === 'params' || METHODS[method].kind === 'request').map(
    (method) => `  '${method}': ${nameOf(method, part)},\n`,
  )
  const name = part === 'params' ? 'PARAMS' : 'RESULTS'
  return `\nexport const ${name}: Readonly<Record<string, ValidateFunction>> = {\n${rows.join('')}}\n`
}
