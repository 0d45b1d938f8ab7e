import { MAX_TEMPLATE_BYTES, MAX_TEMPLATE_FILE_BYTES } from '@muster/core'
import { type Fault, fault } from './fault.ts'

export interface TemplateFiles {
  readonly files: Readonly<Record<string, string>>
  readonly faults: readonly Fault[]
}

/** Reads the files that a template names. What cannot be used is a fault at its place in `files`. */
export function readTemplateFiles(
  paths: readonly string[],
  read: (path: string) => Uint8Array | null,
): TemplateFiles {
  const files: Record<string, string> = {}
  const faults: Fault[] = []
  let total = 0
  for (const [index, path] of paths.entries()) {
    const bytes = read(path)
    total += bytes?.length ?? 0
    const wrong = (message: string, expected: string): void => {
      faults.push(fault(['files', index], 'TEMPLATE_FILE', message, { expected }))
    }
    const text = bytes === null ? null : textOf(bytes)
    if (bytes === null)
      wrong(`There is no \`${path}\` that can be read.`, 'a path from the directory of the template')
    else if (bytes.length > MAX_TEMPLATE_FILE_BYTES)
      wrong(`\`${path}\` has ${bytes.length} bytes.`, `at most ${MAX_TEMPLATE_FILE_BYTES} bytes`)
    else if (total > MAX_TEMPLATE_BYTES)
      wrong(`With \`${path}\` the files have ${total} bytes.`, `at most ${MAX_TEMPLATE_BYTES} bytes together`)
    else if (text === null) wrong(`\`${path}\` is not UTF-8 text.`, 'UTF-8 text without NUL')
    else files[path] = text
  }
  return { files, faults }
}

function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}
