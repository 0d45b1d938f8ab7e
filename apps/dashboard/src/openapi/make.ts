import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  type CompletedConfig,
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  RestType,
  SchemaGenerator,
  type SubNodeParser,
  type TupleType,
  TypeofNodeParser,
} from 'ts-json-schema-generator'
import { ROUTES } from '../routes.ts'
import { openApiDocument } from './document.ts'
import type { Schemas } from './schema.ts'

const CORE = new URL('../../../../packages/core/', import.meta.url)
const PACKAGE = new URL('../../package.json', import.meta.url)
const CONFIG: CompletedConfig = {
  ...DEFAULT_CONFIG,
  path: fileURLToPath(new URL('src/api-contract.ts', CORE)),
  tsconfig: fileURLToPath(new URL('tsconfig.json', CORE)),
  // The compiler of the repository has looked already, and is a newer one.
  skipTypeCheck: true,
}

/** The text of `schemas/openapi.json`: what the route table and the contract of the API come to. */
export function openApiText(): string {
  const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { readonly version: string }
  return `${JSON.stringify(openApiDocument(ROUTES, contractSchemas(), version), null, 2)}\n`
}

/** Every type that the contract comes to, as a schema by its name. */
function contractSchemas(): Schemas {
  const program = createProgram(CONFIG)
  const parser = createParser(program, CONFIG, (chain) => {
    // The chain is a parser itself, though its type does not say so.
    const typeofs = new TypeofNodeParser(program.getTypeChecker(), chain as unknown as SubNodeParser)
    chain.addNodeParser(spreadParser(typeofs))
  })
  const generator = new SchemaGenerator(program, parser, createFormatter(CONFIG), CONFIG)
  const types = ['ApiContract', 'ErrorBody'].map((name) => generator.createSchema(name).definitions)
  const text = JSON.stringify(Object.assign({}, ...types))
  return JSON.parse(text.replaceAll('"#/definitions/', '"#/components/schemas/')) as Schemas
}

/** Has the generator read lists that hold another list, as in `['running', ...ENDED]`, which it does not by itself. */
function spreadParser(typeofs: TypeofNodeParser): SubNodeParser {
  return {
    supportsNode: (node) => 'expression' in node && node.getText().startsWith('...'),
    createType(node, context) {
      const query = { exprName: (node as typeof node & { expression: typeof node }).expression }
      return new RestType(typeofs.createType(query as never, context) as TupleType)
    },
  }
}
