import type { Decision, GateEvidence, Json } from '@muster/core'
import { shellWord } from '../../ui/shell-word.ts'

interface Answered {
  readonly decision: Decision
  readonly comment: string
  readonly to: string
  /** Empty for oneself. */
  readonly as: string
  readonly values: Readonly<Record<string, Json>>
}

/** The same answer on the command line, bound to the same evidence. */
export function commandOf(
  { gate, digest }: GateEvidence,
  { decision, comment, to, as, values }: Answered,
): string {
  const words = ['npx', 'muster', decision, shellWord(gate), '--seen', digest]
  if (comment.trim() !== '') words.push('--comment', shellWord(comment.trim()))
  if (decision === 'delegate') words.push('--to', to.trim() === '' ? 'NAME' : shellWord(to.trim()))
  if (decision === 'approve')
    for (const [name, value] of Object.entries(values))
      words.push('--set', shellWord(`${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`))
  if (as !== '') words.push('--as', shellWord(as))
  return words.join(' ')
}
