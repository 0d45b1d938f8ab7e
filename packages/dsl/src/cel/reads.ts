import { nearest } from '../suggest.ts'
import type { Expr } from './expr.ts'

/** Where an expression names a stage: the path, and the part of the source that names it. */
interface StageRead {
  readonly path: string
  readonly start: number
  readonly end: number
}

/** What an expression reads. */
export interface Reads {
  readonly inputs: readonly string[]
  readonly stages: readonly StageRead[]
  readonly item: boolean
}

const VARIABLES = ['inputs', 'stages', 'item']
const TYPES: ReadonlySet<string> = new Set(
  'bool bytes double int list map null_type string type uint google'.split(' '),
)
const MAX_COMPREHENSIONS = 2
const STAGE = /stages\s*(?:\.\s*([A-Za-z_]\w*)|\[\s*(?:"([^"\\]*)"|'([^'\\]*)')\s*\])/y

/** What an expression reads, or a sentence on why it is refused: stages must be named literally, so that reads are known beforehand. */
export function readsOf(
  source: string,
  root: Expr,
  positions: Readonly<Record<string, number>>,
): Reads | string {
  const inputs: string[] = []
  const stages: StageRead[] = []
  let item = false
  let problem: string | null = null
  const refuse = (why: string) => {
    problem ??= why
  }

  function ident(expr: Expr, name: string, bound: readonly string[]): void {
    if (bound.includes(name) || name.startsWith('@')) return
    if (name === 'item') item = true
    else if (name === 'stages') {
      STAGE.lastIndex = positions[String(expr.id)] ?? 0
      const match = STAGE.exec(source)
      const path = match?.[1] ?? match?.[2] ?? match?.[3]
      if (match === null || path === undefined)
        return refuse('a stage must be named literally, as in `stages.plan` or `stages["checks.lint"]`')
      stages.push({ path, start: match.index, end: match.index + match[0].length })
    } else if (name !== 'inputs' && !TYPES.has(name)) refuse(unknownName(name))
  }

  function walk(expr: Expr | undefined, bound: readonly string[], depth: number): void {
    if (expr === undefined) return
    const kind = expr.exprKind
    switch (kind.case) {
      case 'identExpr':
        return ident(expr, kind.value.name, bound)
      case 'selectExpr':
        inputOf(kind.value.operand, kind.value.field, bound)
        return walk(kind.value.operand, bound, depth)
      case 'callExpr': {
        const [first, second] = kind.value.args
        if (kind.value.function === '_[_]' && second?.exprKind.case === 'constExpr') {
          const { constantKind } = second.exprKind.value
          if (constantKind.case === 'stringValue') inputOf(first, constantKind.value, bound)
        }
        walk(kind.value.target, bound, depth)
        for (const argument of kind.value.args) walk(argument, bound, depth)
        return
      }
      case 'listExpr':
        for (const element of kind.value.elements) walk(element, bound, depth)
        return
      case 'structExpr':
        for (const entry of kind.value.entries) {
          if (entry.keyKind.case === 'mapKey') walk(entry.keyKind.value, bound, depth)
          walk(entry.value, bound, depth)
        }
        return
      case 'comprehensionExpr': {
        const { iterVar, iterRange, loopStep } = kind.value
        if (VARIABLES.includes(iterVar)) refuse(`\`${iterVar}\` cannot be used as the name of an element`)
        if (depth >= MAX_COMPREHENSIONS)
          refuse(`walks over lists are nested deeper than ${MAX_COMPREHENSIONS}`)
        walk(iterRange, bound, depth)
        return walk(loopStep, [...bound, iterVar], depth + 1)
      }
      case 'constExpr':
      case undefined:
        return
    }
  }

  function inputOf(operand: Expr | undefined, field: string, bound: readonly string[]): void {
    const kind = operand?.exprKind
    if (kind?.case === 'identExpr' && kind.value.name === 'inputs' && !bound.includes('inputs'))
      inputs.push(field)
  }

  walk(root, [], 0)
  return problem ?? { inputs, stages, item }
}

function unknownName(name: string): string {
  const near = nearest(name, VARIABLES)
  const hint = near === null ? `a stage is read as \`stages.${name}\`` : `did you mean \`${near}\`?`
  return `\`${name}\` means nothing; an expression reads \`inputs\`, \`stages\` and \`item\`: ${hint}`
}
