// oxlint-disable-next-line no-restricted-imports -- it loads a package, and reads nothing of the machine
import { createRequire } from 'node:module'
import type * as Library from '@bufbuild/cel'

let loaded: typeof Library | null = null

/** The CEL package. It takes longer to load than all the rest together, so it waits for the first expression. */
export function library(): typeof Library {
  loaded ??= createRequire(import.meta.url)('@bufbuild/cel') as typeof Library
  return loaded
}
