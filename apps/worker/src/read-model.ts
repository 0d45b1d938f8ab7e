import { MusterError } from '@muster/core'
import type { Model } from '@muster/runtime'

const ANTHROPIC_URL = 'https://api.anthropic.com'
const ANTHROPIC_MODEL = 'claude-sonnet-4-5'

/**
 * The model that the environment names: MUSTER_MODEL_URL for any endpoint that speaks as OpenAI's does, otherwise
 * ANTHROPIC_API_KEY; null without either. Throws MUSTER_CONFIG for an endpoint without a model, or one that is no URL.
 */
export function readModel(env: Readonly<Record<string, string | undefined>>): Model | null {
  const name = env['MUSTER_MODEL'] || null
  const url = env['MUSTER_MODEL_URL'] || null
  const key = env['ANTHROPIC_API_KEY'] || null
  if (url !== null) {
    if (name === null)
      throw new MusterError('MUSTER_CONFIG', {
        name: 'MUSTER_MODEL',
        given: '',
        expected: 'the name of a model at MUSTER_MODEL_URL',
      })
    return {
      api: 'openai',
      url: checked('MUSTER_MODEL_URL', url),
      key: env['MUSTER_MODEL_KEY'] || null,
      name,
    }
  }
  if (key === null) return null
  const base = checked('ANTHROPIC_BASE_URL', env['ANTHROPIC_BASE_URL'] || ANTHROPIC_URL)
  return { api: 'anthropic', url: base, key, name: name ?? ANTHROPIC_MODEL }
}

function checked(name: string, url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (
    parsed === null ||
    !/^https?:$/.test(parsed.protocol) ||
    parsed.username !== '' ||
    parsed.password !== ''
  )
    throw new MusterError('MUSTER_CONFIG', {
      name,
      given: '(not shown)',
      expected: 'an http or https URL without user',
    })
  return url.replace(/\/+$/, '')
}
