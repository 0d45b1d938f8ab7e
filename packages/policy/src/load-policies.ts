import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MusterError, type PolicyText, type Problem } from '@muster/core'
import { loadCedar } from './load-cedar.ts'
import { parsePolicies } from './parse-policies.ts'
import type { ParsedPolicies, PolicyFile, PolicySet } from './policy-set.ts'

/** The policies that come with Muster. */
export const SHIPPED_POLICIES = fileURLToPath(new URL('../../../policies/', import.meta.url))
const SCHEMA = join(SHIPPED_POLICIES, 'muster.cedarschema')

/** The policies of these directories, by the schema that Muster ships. Throws MUSTER_FILE_UNREADABLE. */
export async function readPolicies(directories: readonly string[]): Promise<ParsedPolicies> {
  const [cedar, schema, ...files] = await Promise.all([
    loadCedar(),
    read(SCHEMA),
    ...[...new Set(directories.map((one) => resolve(one)))].map(filesOf),
  ])
  return parsePolicies(cedar, schema, files.flat())
}

/** Policies that another process read, by the schema of this one; null when they do not hold together here. */
export async function parseTexts(texts: readonly PolicyText[]): Promise<PolicySet | null> {
  const [cedar, schema] = await Promise.all([loadCedar(), read(SCHEMA)])
  return parsePolicies(cedar, schema, texts).set
}

/** Every `*.cedar` of a directory, by name. Throws MUSTER_FILE_UNREADABLE. */
async function filesOf(directory: string): Promise<readonly PolicyFile[]> {
  const entries = await readdir(directory).catch((thrown: unknown) => unreadable(directory, thrown))
  const names = entries.filter((name) => name.endsWith('.cedar')).toSorted()
  return Promise.all(names.map((name) => read(join(directory, name))))
}

async function read(file: string): Promise<PolicyFile> {
  return { file, text: await readFile(file, 'utf8').catch((thrown: unknown) => unreadable(file, thrown)) }
}

function unreadable(file: string, thrown: unknown): never {
  throw new MusterError('MUSTER_FILE_UNREADABLE', {
    file,
    reason: thrown instanceof Error ? thrown.message : String(thrown),
  })
}

export function policiesInvalid(problems: readonly Problem[]): MusterError {
  const count = `${problems.length} ${problems.length === 1 ? 'fault' : 'faults'}`
  return new MusterError('MUSTER_POLICIES_INVALID', { count }, problems)
}
