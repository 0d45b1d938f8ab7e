import type { EffectAnswer, EffectRequest } from '@muster/core'

/** The one way in which an agent acts on the world outside its workspace. */
export interface Effects {
  /** Decides, records and does an effect. Throws Aborted when the attempt was stopped meanwhile. */
  request(request: EffectRequest): Promise<EffectAnswer>
}

/** Refuses everything: silence is refusal. */
export const NO_EFFECTS: Effects = {
  request: async () => ({
    decision: 'deny',
    code: 'undeclared',
    reason: 'this host has no effects to offer',
  }),
}
