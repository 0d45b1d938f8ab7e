import type { EffectDeclaration } from '@muster/core'
import { milliseconds } from './expand/agent-config.ts'
import type { EffectDocument } from './schema/effect.ts'

const MAX_FILE_BYTES = 1024 * 1024
const COMMAND_TIMEOUT_MS = 60_000
const REQUEST_TIMEOUT_MS = 30_000
const ANSWER_TOKENS = 4_000
const ANSWER_TIMEOUT_MS = 120_000

/** The effects of a template, with what it leaves unsaid. */
export function effectDeclarations(documents: readonly EffectDocument[]): readonly EffectDeclaration[] {
  return documents.map((document): EffectDeclaration => {
    const { verb } = document
    const lasting =
      'irreversible' in document && document.irreversible ? ({ irreversible: true } as const) : {}
    switch (verb) {
      case 'file.write':
        return { verb, roots: document.roots, maxBytes: document.max_bytes ?? MAX_FILE_BYTES, ...lasting }
      case 'command.run': {
        const { commands, env = {}, timeout } = document
        const timeoutMs = milliseconds(timeout, COMMAND_TIMEOUT_MS)
        return { verb, commands, env, ...secretsOf(document), timeoutMs, ...lasting }
      }
      case 'http.request': {
        const { hosts, methods = ['GET', 'HEAD'], private: hidden = false, timeout } = document
        const timeoutMs = milliseconds(timeout, REQUEST_TIMEOUT_MS)
        return { verb, hosts, methods, private: hidden, ...secretsOf(document), timeoutMs, ...lasting }
      }
      case 'model.complete': {
        const { max_tokens: maxTokens = ANSWER_TOKENS, timeout } = document
        return { verb, maxTokens, timeoutMs: milliseconds(timeout, ANSWER_TIMEOUT_MS) }
      }
    }
  })
}

/** Absent where none are named, so that the digest of a template tells only what it says. */
function secretsOf({ secrets }: { readonly secrets?: readonly string[] }): {
  readonly secrets?: readonly string[]
} {
  return secrets === undefined ? {} : { secrets }
}
