import { type SearchQuery, STAGE_STATUSES, type StageStatus } from '@muster/core'
import { arrayLiteral } from '../../columnar.ts'
import type { Values } from '../../statement.ts'
import { holds } from './known-names.ts'

/** In which a stage may say why. */
const EXPLAINED: readonly StageStatus[] = [
  'pending',
  'failed',
  'skipped',
  'cancelled',
  'timed_out',
  'revoked',
]

/** Whether names and statuses narrow a search down; anything else is found sooner among the newest runs. */
export function isFoundByName({ stage, words, status }: SearchQuery): boolean {
  const isRare = status !== undefined && status !== 'succeeded' && status !== 'skipped'
  return stage !== undefined || words.length > 0 || isRare
}

/** The names, each with a status, among which all stages are that are looked for. */
export function pairsOf(names: readonly string[], { stage, words, status }: SearchQuery): Values {
  const wanted = STAGE_STATUSES.filter((one) => one === (status ?? one))
  const pairs = names
    .filter((name) => stage === undefined || name === stage || name.endsWith(`.${stage}`))
    .flatMap((name) => {
      // Where no word is in the name, one must be in the reason.
      const isNamed = words.length === 0 || words.some((word) => holds(name, word))
      return wanted.flatMap((one) => (isNamed || EXPLAINED.includes(one) ? [[name, one] as const] : []))
    })
  return {
    names: arrayLiteral(pairs.map(([name]) => name)),
    statuses: arrayLiteral(pairs.map(([, one]) => one)),
  }
}
