import type { Json } from '@muster/core'

/** The same on the command line. */
export function runCommand(pipeline: string, inputs: Readonly<Record<string, Json>>): string {
  const given = Object.entries(inputs).map(
    ([name, value]) =>
      ` --input ${quoted(`${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)}`,
  )
  return `npx muster run ${quoted(pipeline)}${given.join('')}`
}

function quoted(text: string): string {
  return /^[\w./=@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
