import type { parse } from '@bufbuild/cel'

/** The syntax tree of a CEL expression. */
export type Expr = ReturnType<typeof parse>['expr']
