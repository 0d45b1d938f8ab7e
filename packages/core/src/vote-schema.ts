import { Type } from '@sinclair/typebox'
import { DECISIONS } from './gate.ts'
import type { Json } from './json.ts'

const Decision = Type.Unsafe<(typeof DECISIONS)[number]>({
  type: 'string',
  enum: DECISIONS,
  description: 'The answer.',
})
const Values = Type.Unsafe<Readonly<Record<string, Json>>>({
  type: 'object',
  description: 'With `approve`: what the form of the gate asks for.',
})

export const QueuedVoteSchema = Type.Object(
  {
    gate: Type.String({ maxLength: 500, description: 'The gate, as `muster inbox` names it.' }),
    decision: Decision,
    seen: Type.String({
      maxLength: 200,
      description: 'The digest of the gate as the voter was shown it: refused when it has changed since.',
    }),
    comment: Type.Optional(
      Type.String({ maxLength: 4_000, description: 'Why; kept in the ledger. `send-back` needs it.' }),
    ),
    to: Type.Optional(
      Type.String({ maxLength: 100, description: 'With `delegate`: the person who is to vote instead.' }),
    ),
    values: Type.Optional(Values),
    at: Type.Integer({
      minimum: 0,
      description: 'When it was signed, in milliseconds since 1970: it is good for an hour.',
    }),
  },
  { additionalProperties: false, description: 'What the text `vote` holds.' },
)

export const VoteJobSchema = Type.Object(
  {
    token: Type.String({
      pattern: '^[0-9a-f]{64}$',
      description: "The SHA-256 of the voter's token, in hex: the token itself is in no job.",
    }),
    vote: Type.String({
      maxLength: 1_000_000,
      description: 'The vote, as JSON; read as the bytes that were signed.',
      contentMediaType: 'application/json',
      contentSchema: { $ref: '#/$defs/vote' },
    }),
    signature: Type.String({
      pattern: '^[\\w-]{86}$',
      description:
        'The Ed25519 signature of `vote`, in base64url. The seed of its key is the HMAC-SHA256 of the text `muster vote`, keyed by the token.',
    }),
  },
  { additionalProperties: false },
)

/** The text of `schemas/vote-job.schema.json`. */
export function voteJobText(): string {
  const document = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:muster:vote-job:1',
    title: 'vote-job',
    description: 'The data of a job in the queue `{muster-votes}`: one vote at one gate.',
    ...VoteJobSchema,
    $defs: { vote: QueuedVoteSchema },
  }
  return `${JSON.stringify(document, null, 2)}\n`
}
