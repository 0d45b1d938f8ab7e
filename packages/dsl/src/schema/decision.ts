import { DEFAULT_SEND_BACKS } from '@muster/core'
import { type Static, Type } from '@sinclair/typebox'
import { QUORUM_PATTERN } from './patterns.ts'
import { closed, durationSchema, typed } from './words.ts'

const entries = (description: string) =>
  Type.Array(Type.String({ pattern: '^[^\\s,]{1,128}$' }), { minItems: 1, uniqueItems: true, description })

/** The keys that say who decides, and by when: of a gate, and of the approval of a plan. */
export const decision = {
  approvers: Type.Optional(
    entries(
      'Who decides: names, `role:NAME`, or `agent:STAGE` for an agent that votes with its output `vote`. Without it, anyone who may vote at all.',
    ),
  ),
  quorum: Type.Optional(
    typed<'any' | 'all' | number>({
      type: ['string', 'integer'],
      pattern: QUORUM_PATTERN,
      minimum: 1,
      maximum: 1_000,
      description:
        'How many must approve: `any`, `all` or a number. Default: `any` for approval, `all` for consensus.',
    }),
  ),
  people: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1_000,
      description: 'How many different people must be among them. Default: 1.',
    }),
  ),
  agents: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 1_000,
      description: 'How many agents must be among them. Default: 0.',
    }),
  ),
  vetoes: Type.Optional(
    entries('Those whose rejection rejects at once, whatever the count: names or `role:NAME`.'),
  ),
  timeout: Type.Optional(durationSchema('How long it waits. Default: 24h.')),
  remind: Type.Optional(
    durationSchema('How often those who have not answered are reminded. Default: never.'),
  ),
  on_timeout: Type.Optional(
    typed<'reject' | 'escalate'>({
      type: 'string',
      enum: ['reject', 'escalate'],
      description:
        'What happens then: `reject` (default), or `escalate` to further approvers for the same time again.',
    }),
  ),
  escalate_to: Type.Optional(entries('The further approvers of `on_timeout: escalate`.')),
  allow_author: Type.Optional(
    Type.Boolean({ description: 'Whether whoever started the run may vote. Default: false.' }),
  ),
  send_backs: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 100,
      description: `How often it may be sent back to plan anew. Default: ${DEFAULT_SEND_BACKS}.`,
    }),
  ),
  message: Type.Optional(
    Type.String({
      maxLength: 4_096,
      description: 'What voters are asked. It may hold `${{ CEL }}` over `inputs` and `item`.',
    }),
  ),
}

export const ApprovalSchema = Type.Object(
  { ...decision },
  {
    ...closed,
    description:
      'Who approves the plan of the agent before it is executed. At tier 2 and above every plan needs an approval, by `role:owner` or `role:approver` when nothing is said.',
  },
)

export type Approval = Static<typeof ApprovalSchema>
