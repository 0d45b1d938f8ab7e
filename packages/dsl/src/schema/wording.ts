import { DURATION_PATTERN, ERROR_KIND_PATTERN } from '@muster/core'
import type { Fault } from '../fault.ts'
import {
  HOST_PATTERN,
  NAME_PATTERN,
  PATH_PATTERN,
  QUORUM_PATTERN,
  ROOT_PATTERN,
  SECRET_PATTERN,
  TEMPLATE_PATTERN,
} from './patterns.ts'

const NAME_RULE = 'letters, digits, `_` and `-`, starting with a letter, at most 63'
/** What each pattern of the schemas asks for, in words. */
export const PATTERNS: Readonly<Record<string, Pick<Fault, 'code'> & { readonly expected: string }>> = {
  [DURATION_PATTERN]: { code: 'DURATION', expected: 'a duration such as `30m`, `1h30m` or `500ms`' },
  [ERROR_KIND_PATTERN]: {
    code: 'PATTERN',
    expected: 'the kind of an error: letters, digits, `_`, `.`, `:` and `-`, at most 64',
  },
  [QUORUM_PATTERN]: { code: 'ENUM', expected: '`any`, `all` or a number' },
  [NAME_PATTERN]: { code: 'PATTERN', expected: NAME_RULE },
  [PATH_PATTERN]: { code: 'PATTERN', expected: 'the name of a stage, or a path such as `checks.lint`' },
  [ROOT_PATTERN]: {
    code: 'PATTERN',
    expected: 'a directory such as `out` or `/srv/site`, without `.` and `..`',
  },
  [HOST_PATTERN]: { code: 'PATTERN', expected: 'a host such as `api.example.com` or `127.0.0.1:8080`' },
  [SECRET_PATTERN]: {
    code: 'PATTERN',
    expected: 'the name of a secret: letters, digits and `_`, at most 63, not beginning with `MUSTER_`',
  },
  [TEMPLATE_PATTERN]: { code: 'PATTERN', expected: '`name` or `name@range`' },
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
}

/** The types of JSON Schema, separated by commas, in words. */
export function typeNames(types: string): string {
  return types
    .split(',')
    .map((name) => TYPE_NAMES[name] ?? name)
    .join(' or ')
}
