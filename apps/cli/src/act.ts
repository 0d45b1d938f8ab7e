import type { Context } from './context.ts'

/** Turns the work of a command into what commander calls. */
export type Act = <A extends readonly unknown[]>(
  work: (context: Context, ...given: A) => Promise<number>,
) => (...given: A) => Promise<void>
