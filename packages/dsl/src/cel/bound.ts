import { WALK, WEIGH } from './environment.ts'
import type { Expr } from './expr.ts'

/** These decide lazily or in constant time: what they are given is not weighed. */
const FREE: ReadonlySet<string> = new Set([
  '_&&_',
  '_||_',
  '_?_:_',
  '!_',
  '_[_]',
  '_+_',
  '@not_strictly_false',
])

/** The expression with each walk over a list, and each call inside a walk, made to pay for itself. */
export function bound(expr: Expr, inside = false): Expr {
  const kind = expr.exprKind
  switch (kind.case) {
    case 'selectExpr':
      return rebuild(expr, {
        case: kind.case,
        value: { ...kind.value, ...operand(kind.value.operand, inside) },
      })
    case 'callExpr': {
      const { target, args } = kind.value
      const pay = inside && !FREE.has(kind.value.function)
      const given = (argument: Expr) => (pay ? call(WEIGH, bound(argument, inside)) : bound(argument, inside))
      const value = { ...kind.value, args: args.map(given) }
      if (target !== undefined) value.target = given(target)
      return rebuild(expr, { case: kind.case, value })
    }
    case 'listExpr': {
      const elements = kind.value.elements.map((element) => bound(element, inside))
      return rebuild(expr, { case: kind.case, value: { ...kind.value, elements } })
    }
    case 'structExpr': {
      const entries = kind.value.entries.map((entry) =>
        entry.value === undefined ? entry : { ...entry, value: bound(entry.value, inside) },
      )
      return rebuild(expr, { case: kind.case, value: { ...kind.value, entries } })
    }
    case 'comprehensionExpr': {
      const { iterRange, loopStep } = kind.value
      const value = { ...kind.value }
      if (iterRange !== undefined) value.iterRange = call(WALK, bound(iterRange, inside))
      if (loopStep !== undefined) value.loopStep = bound(loopStep, true)
      return rebuild(expr, { case: kind.case, value })
    }
    case 'identExpr':
    case 'constExpr':
    case undefined:
      return expr
  }
}

function operand(inner: Expr | undefined, inside: boolean): { operand?: Expr } {
  return inner === undefined ? {} : { operand: bound(inner, inside) }
}

function rebuild(expr: Expr, exprKind: Expr['exprKind']): Expr {
  return { ...expr, exprKind }
}

function call(name: string, argument: Expr): Expr {
  return {
    $typeName: 'cel.expr.Expr',
    id: argument.id,
    exprKind: {
      case: 'callExpr',
      value: { $typeName: 'cel.expr.Expr.Call', function: name, args: [argument] },
    },
  }
}
