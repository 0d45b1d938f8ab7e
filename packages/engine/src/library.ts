import { readFileSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Problem, type Template, templateId } from '@muster/core'
import { type ParsedTemplate, parseTemplate, type TemplateSource, templateSource } from '@muster/dsl'

const shipped = (folder: string) => fileURLToPath(new URL(`../../../${folder}/`, import.meta.url))
/** The templates and the pipelines that come with Muster. */
export const SHIPPED_TEMPLATES = shipped('templates')
export const SHIPPED_PIPELINES = shipped('examples')

export interface LoadedTemplates {
  readonly source: TemplateSource
  readonly templates: readonly Template[]
  /** What is wrong with templates that cannot be used. */
  readonly problems: readonly Problem[]
}

/** Reads every template of these directories; of two with one name and version the earlier directory's counts. */
export async function loadTemplates(directories: readonly string[]): Promise<LoadedTemplates> {
  const found = new Map<string, Template>()
  const problems: Problem[] = []
  for (const { parsed } of (await readDocuments(directories)).map(asTemplate)) {
    problems.push(...parsed.problems)
    if (parsed.template === null) continue
    const key = templateId(parsed.template)
    if (!found.has(key)) found.set(key, parsed.template)
  }
  const templates = [...found.values()]
  return { source: templateSource(templates), templates, problems }
}

/** A document of a template, with what was read from it. */
export interface ReadTemplate {
  readonly file: string
  readonly text: string
  readonly parsed: ParsedTemplate
}

/** Reads the template of a file, or every one of a directory. Throws as `readFile` does. */
export async function readTemplates(path: string): Promise<readonly ReadTemplate[]> {
  const isDirectory = (await stat(path)).isDirectory()
  const documents = isDirectory
    ? await readDocuments([path])
    : [{ file: path, text: await readFile(path, 'utf8') }]
  return documents.map(asTemplate)
}

function asTemplate({ file, text }: { readonly file: string; readonly text: string }): ReadTemplate {
  return { file, text, parsed: parseTemplate(text, { file, read: readBeside(file) }) }
}

/** Reads every pipeline of these directories, by the name of its file; of two the earlier directory's counts. */
export async function loadPipelines(directories: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const pipelines = new Map<string, string>()
  for (const { name, text } of await readDocuments(directories))
    if (!pipelines.has(name)) pipelines.set(name, text)
  return pipelines
}

/** Reads files by their paths from where a document is; null for what cannot be read. */
function readBeside(document: string): (path: string) => Uint8Array | null {
  return (path) => {
    try {
      return readFileSync(join(dirname(document), path))
    } catch {
      return null
    }
  }
}

async function readDocuments(directories: readonly string[]) {
  const files: { file: string; name: string; text: string }[] = []
  for (const directory of new Set(directories.map((one) => resolve(one)))) {
    for (const entry of (await readdir(directory).catch(() => [])).toSorted()) {
      const name = /^(.+)\.ya?ml$/.exec(entry)?.[1]
      if (name === undefined) continue
      const file = join(directory, entry)
      files.push({ file, name, text: await readFile(file, 'utf8') })
    }
  }
  return files
}
