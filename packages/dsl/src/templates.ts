import type { Template } from '@muster/core'
import prerelease from 'semver/functions/prerelease.js'
import rcompare from 'semver/functions/rcompare.js'
import satisfies from 'semver/functions/satisfies.js'
import validRange from 'semver/ranges/valid.js'

/** The templates that pipelines may refer to. */
export interface TemplateSource {
  /** The highest version within the semver range, or the highest of all when it is null; null when there is none. */
  find(name: string, range: string | null): Template | null
  /** The names, in order. */
  names(): readonly string[]
  /** The versions of a name, highest first. */
  versions(name: string): readonly string[]
  /** Why a version within the range may not be referred to, as a sentence; null when there is none such. */
  withheld(name: string, range: string | null): string | null
}

/** A version of a template that may not be referred to, and why, as a sentence. */
export interface Withheld {
  readonly name: string
  readonly version: string
  readonly why: string
}

/** A source of these templates. */
export function templateSource(
  templates: readonly Template[],
  withheld: readonly Withheld[] = [],
): TemplateSource {
  const byName = new Map<string, Map<string, Template>>()
  for (const template of templates) {
    const versions = byName.get(template.name) ?? new Map<string, Template>()
    byName.set(template.name, versions.set(template.version, template))
  }
  const versionsByName = new Map([...byName].map(([name, all]) => [name, [...all.keys()].sort(rcompare)]))
  const versions = (name: string): readonly string[] => versionsByName.get(name) ?? []
  const newest = new Map([...versionsByName].map(([name, all]) => [name, released(all) ?? all[0]]))
  const within = remembered((name, range) =>
    isRange(range) ? versions(name).find((version) => satisfies(version, range)) : undefined,
  )
  return {
    find: (name, range) => {
      const known = byName.get(name)
      if (known === undefined) return null
      const version = range === null ? newest.get(name) : within(name, range)
      return version === undefined ? null : (known.get(version) ?? null)
    },
    names: () => [...byName.keys()].sort(),
    versions,
    withheld(name, range) {
      const fits = ({ version }: Withheld) => range === null || (isRange(range) && satisfies(version, range))
      return withheld.find((one) => one.name === name && fits(one))?.why ?? null
    },
  }
}

function released(versions: readonly string[]): string | undefined {
  return versions.find((version) => prerelease(version) === null)
}

type Search = (name: string, range: string) => string | undefined

const REMEMBERED = 1_024

/** A search that remembers what it found: a pipeline names the same few ranges thousands of times. */
function remembered(search: Search): Search {
  const found = new Map<string, string | undefined>()
  return (name, range) => {
    const key = `${name}@${range}`
    if (found.has(key)) return found.get(key)
    if (found.size >= REMEMBERED) found.clear()
    const version = search(name, range)
    found.set(key, version)
    return version
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
