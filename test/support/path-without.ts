import { existsSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** A PATH on which these programs cannot be found, but everything else can, whatever the machine has. */
export function pathWithout(names: readonly string[]): string {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((dir) => (names.some((name) => existsSync(join(dir, name))) ? linksTo(dir, names) : dir))
    .join(delimiter)
}

/** A directory of links to all programs of another one but these. */
function linksTo(dir: string, names: readonly string[]): string {
  const own = mkdtempSync(join(tmpdir(), 'muster-path-'))
  for (const name of readdirSync(dir))
    if (!names.includes(name)) symlinkSync(join(dir, name), join(own, name))
  return own
}
