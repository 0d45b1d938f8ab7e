import type { Json } from '@muster/core'
import { shellWord } from '../../ui/shell-word.ts'

/** The same on the command line. */
export function runCommand(pipeline: string, inputs: Readonly<Record<string, Json>>): string {
  const given = Object.entries(inputs).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return ` --input ${shellWord(`${name}=${text}`)}`
  })
  return `npx muster run ${shellWord(pipeline)}${given.join('')}`
}
