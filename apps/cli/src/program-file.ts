import { fileURLToPath } from 'node:url'

/** The processes of Muster that can be started alone. */
export type ProgramName = 'planner' | 'worker' | 'dashboard'

/** The file that a process of Muster runs, as the build bundled it. */
export function programFile(name: ProgramName): string {
  return fileURLToPath(new URL(`../dist/bundle/${name}.js`, import.meta.url))
}
