import type { Template } from '@muster/core'
import { prerelease, rcompare, satisfies, validRange } from 'semver'

/** The templates that pipelines may refer to. */
export interface TemplateSource {
  /** The highest version within the semver range, or the highest of all when it is null; null when there is none. */
  find(name: string, range: string | null): Template | null
  /** The names, in order. */
  names(): readonly string[]
  /** The versions of a name, highest first. */
  versions(name: string): readonly string[]
}

/** A source of these templates. */
export function templateSource(templates: readonly Template[]): TemplateSource {
  const byName = new Map<string, Map<string, Template>>()
  for (const template of templates) {
    const versions = byName.get(template.name) ?? new Map<string, Template>()
    byName.set(template.name, versions.set(template.version, template))
  }
  const versionsByName = new Map([...byName].map(([name, all]) => [name, [...all.keys()].sort(rcompare)]))
  const versions = (name: string): readonly string[] => versionsByName.get(name) ?? []
  return {
    find: (name, range) => {
      const all = versions(name)
      const released = all.find((version) => prerelease(version) === null)
      const version = range === null ? (released ?? all[0]) : all.find((one) => satisfies(one, range))
      return version === undefined ? null : (byName.get(name)?.get(version) ?? null)
    },
    names: () => [...byName.keys()].sort(),
    versions,
  }
}

/** `name@range` in its two parts; the range is null when there is none. */
export function splitTemplate(reference: string): { readonly name: string; readonly range: string | null } {
  const at = reference.indexOf('@')
  return at < 0
    ? { name: reference, range: null }
    : { name: reference.slice(0, at), range: reference.slice(at + 1) }
}

const MAX_RANGE = 128

/** Whether a text is a semver range. */
export function isRange(range: string): boolean {
  return range.length <= MAX_RANGE && validRange(range) !== null
}
