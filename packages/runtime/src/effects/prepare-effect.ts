import { type EffectDeclaration, assertNever, type JsonObject } from '@muster/core'
import { prepareCommandRun } from './command-run.ts'
import { prepareFileWrite } from './file-write.ts'
import { prepareHttpRequest } from './http-request.ts'
import { prepareModelComplete } from './model-complete.ts'
import type { EffectPlace, PreparedEffect } from './prepared-effect.ts'

/** Reads what is to be done, before anyone is asked whether it may be. */
export function prepareEffect(
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
