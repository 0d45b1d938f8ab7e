import { existsSync, mkdtempSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** A PATH on which these programs cannot be found, but a shell and node can, whatever the machine has. */
export function pathWithout(names: readonly string[]): string {
  const own = mkdtempSync(join(tmpdir(), 'muster-path-'))
  const dirs = (process.env['PATH'] ?? '').split(delimiter)
  symlinkSync(process.execPath, join(own, 'node'))
  const shell = dirs.map((dir) => join(dir, 'sh')).find((file) => existsSync(file))
  if (shell !== undefined) symlinkSync(shell, join(own, 'sh'))
  const kept = dirs.filter((dir) => !names.some((name) => existsSync(join(dir, name))))
  return [own, ...kept].join(delimiter)
}
