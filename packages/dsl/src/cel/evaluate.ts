import type { CelEnv, CelInput, CelResult } from '@bufbuild/cel'
import { type Json, MusterError, type PipelineContext } from '@muster/core'
import { bound } from './bound.ts'
import { createEnvironment, fullPurse } from './environment.ts'
import { parseExpression } from './expression.ts'
import { library } from './library.ts'
import { fromCel, toCel } from './value.ts'

type Decide = (context: Record<string, CelInput>) => CelResult

const purse = { current: fullPurse() }
let environment: CelEnv | null = null
const CACHE_SIZE = 4_096
const cache = new Map<string, Decide>()

/** The value of a CEL expression. Throws MUSTER_EXPRESSION when it cannot be read, fails, or takes too many steps. */
export function evaluate(source: string, context: PipelineContext): Json {
  const decide = compile(source)
  purse.current = fullPurse()
  try {
    const result = decide(bindings(context))
    if (library().isCelError(result)) throw failed(source, result.message)
    return fromCel(result)
  } catch (thrown) {
    if (thrown instanceof MusterError) throw thrown
    throw failed(source, thrown instanceof Error ? thrown.message : String(thrown))
  }
}

/** Whether a CEL expression holds. Throws MUSTER_EXPRESSION when it gives anything but true or false. */
export function evaluateBoolean(source: string, context: PipelineContext): boolean {
  const value = evaluate(source, context)
  if (typeof value === 'boolean') return value
  throw failed(source, `it gives ${JSON.stringify(value).slice(0, 80)}, which is neither true nor false`)
}

function compile(source: string): Decide {
  const known = cache.get(source)
  if (known !== undefined) return known
  const parsed = parseExpression(source)
  if ('problem' in parsed) throw failed(source, parsed.problem)
  environment ??= createEnvironment(purse)
  const decide: Decide = library().plan(environment, bound(parsed.expr))
  if (cache.size >= CACHE_SIZE) cache.clear()
  cache.set(source, decide)
  return decide
}

function bindings({ inputs, stages, item }: PipelineContext): Record<string, CelInput> {
  const results = Object.entries(stages).map(
    ([id, { status, reason, outputs }]) => [id, toCel({ status, reason, outputs })] as const,
  )
  const known = { inputs: toCel(inputs), stages: new Map(results) }
  return item === undefined ? known : { ...known, item: toCel(item) }
}

function failed(source: string, problem: string): MusterError {
  return new MusterError('MUSTER_EXPRESSION', { source: source.slice(0, 200), problem })
}
