import { type EffectDeclaration, assertNever, type JsonObject } from '@muster/core'
import { prepareCommandRun } from './command-run.ts'
import { prepareFileWrite } from './file-write.ts'
import { prepareHttpRequest } from './http-request.ts'
import { prepareModelComplete } from './model-complete.ts'
import type { EffectPlace, PreparedEffect } from './prepared-effect.ts'
import { scrubOutcome } from './scrub-outcome.ts'
import type { Secrets } from './secrets.ts'

/**
 * Reads what is to be done, before anyone is asked whether it may be.
 *
 * P1. The values of secrets are read when the effect is done, and not before; what is told of it is without them.
 */
export function prepareEffect(
  declaration: EffectDeclaration,
  target: string,
  parameters: JsonObject,
  place: EffectPlace,
): PreparedEffect {
  const used = new Map<string, string>()
  const secrets: Secrets = {
    async read(name) {
      const value = await place.secrets.read(name)
      if (value !== null) used.set(name, value)
      return value
    },
  }
  const prepared = prepareVerb(declaration, target, parameters, { ...place, secrets })
  if (prepared.problem !== null) return prepared
  return {
    problem: null,
    async run(signal) {
      const outcome = await prepared.run(signal)
      return used.size === 0 ? outcome : scrubOutcome(outcome, Object.fromEntries(used))
    },
  }
}

function prepareVerb(
  declaration: EffectDeclaration,
  target: string,
  parameters: JsonObject,
  place: EffectPlace,
): PreparedEffect {
  switch (declaration.verb) {
    case 'file.write':
      return prepareFileWrite(declaration, target, parameters, place)
    case 'command.run':
      return prepareCommandRun(declaration, target, parameters, place)
    case 'http.request':
      return prepareHttpRequest(declaration, target, parameters, place)
    case 'model.complete':
      return prepareModelComplete(declaration, target, parameters, place)
    default:
      return assertNever(declaration)
  }
}
