import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Template } from '@muster/core'
import type { Workspace } from './workspace.ts'

/** Where the files of a template are for its programs. */
export function templateDirectory(workspace: Workspace): string {
  return join(workspace.given, 'template')
}

/**
 * Lays the files of a template out anew, so that whatever an earlier program did to them does not count, and answers the
 * argv with their places in it.
 */
export async function layTemplate(
  workspace: Workspace,
  template: Template,
  argv: readonly string[],
): Promise<readonly string[]> {
  const files = Object.entries(template.files)
  if (files.length === 0) return argv
  const directory = templateDirectory(workspace)
  await rm(directory, { recursive: true, force: true })
  const folders = new Set(files.map(([path]) => dirname(join(directory, path))))
  for (const folder of folders) await mkdir(folder, { recursive: true })
  await Promise.all(files.map(([path, text]) => writeFile(join(directory, path), text)))
  return argv.map((argument) =>
    Object.hasOwn(template.files, argument) ? join(directory, argument) : argument,
  )
}
