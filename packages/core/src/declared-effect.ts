import type { EffectVerb } from './effect.ts'
import type { Tier } from './tier.ts'

/** What a template says that its agents may ask for; `irreversible` is what cannot be changed back. */
export type EffectDeclaration =
  | {
      readonly verb: 'file.write'
      readonly irreversible?: true
      /** Directories; one that does not start with `/` is below the project's. */
      readonly roots: readonly string[]
      readonly maxBytes: number
    }
  | {
      readonly verb: 'command.run'
      readonly irreversible?: true
      /** An argv by name; no shell unless the argv names one. */
      readonly commands: Readonly<Record<string, readonly string[]>>
      readonly env: Readonly<Record<string, string>>
      /** Names of secrets that each command is given as environment variables; absent for none. */
      readonly secrets?: readonly string[]
      readonly timeoutMs: number
    }
  | {
      readonly verb: 'http.request'
      readonly irreversible?: true
      /** `name` or `name:port`; `*` is every host. */
      readonly hosts: readonly string[]
      readonly methods: readonly string[]
      /** Whether the hosts may be private or loopback addresses. */
      readonly private: boolean
      /** Names of secrets that headers may refer to; absent for none. */
      readonly secrets?: readonly string[]
      readonly timeoutMs: number
    }
  | {
      readonly verb: 'model.complete'
      /** Of one answer. */
      readonly maxTokens: number
      readonly timeoutMs: number
    }
export type DeclarationOf<V extends EffectVerb> = Extract<EffectDeclaration, { verb: V }>

export const HTTP_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
/** The least tier whose effects may use secrets. */
export const MIN_SECRET_TIER: Tier = 2

const READS: readonly string[] = ['GET', 'HEAD']

/** A declaration that covers an effect, or why there is none. */
export type Declared =
  | { readonly declaration: EffectDeclaration; readonly problem: null }
  | { readonly declaration: null; readonly problem: string }

/** Looks for what covers a verb and its target; the first that does counts. */
export function declaredEffect(
  declarations: readonly EffectDeclaration[],
  verb: string,
  target: string,
): Declared {
  const ofVerb = declarations.filter((one) => one.verb === verb)
  if (ofVerb.length === 0) return none(`the template declares no effect \`${verb}\``)
  const malformed = ofVerb[0] === undefined ? null : malformation(ofVerb[0].verb, target)
  if (malformed !== null) return none(malformed)
  const declaration = ofVerb.find((one) => covers(one, target))
  if (declaration === undefined) return none(`the template does not declare \`${verb}\` for \`${target}\``)
  return { declaration, problem: null }
}

/** Whether an effect only looks, or only asks: then it may be repeated, and at any tier. */
export function isReadEffect(verb: string, target: string): boolean {
  if (verb === 'model.complete') return true
  return verb === 'http.request' && READS.includes(readHttpTarget(target)?.method ?? '')
}

/** The method and URL of a target of `http.request`, or null when it is not written as it must be. */
export function readHttpTarget(target: string): { readonly method: string; readonly url: URL } | null {
  const [, method = '', address = ''] = /^([A-Z]+) (https?:\/\/\S+)$/.exec(target) ?? []
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  // One way to write it, so that what people approved is what is done.
  const plain = url.href === address && url.username === '' && url.password === '' && url.hash === ''
  return plain ? { method, url } : null
}

function malformation(verb: EffectVerb, target: string): string | null {
  switch (verb) {
    case 'file.write':
      return isPlainPath(target)
        ? null
        : 'its target is no plain path: no `.`, `..` or `//` in it, no `/` at its end'
    case 'http.request':
      return readHttpTarget(target) === null
        ? 'its target is not `METHOD URL` with a URL in its normal form, without user and fragment'
        : null
    case 'command.run':
    case 'model.complete':
      return null
  }
}

function isPlainPath(path: string): boolean {
  const names = (path.startsWith('/') ? path.slice(1) : path).split('/')
  return names.every((name) => name !== '' && name !== '.' && name !== '..' && !name.includes('\0'))
}

function covers(declaration: EffectDeclaration, target: string): boolean {
  switch (declaration.verb) {
    case 'file.write':
      return declaration.roots.some((root) => belowRoot(target, root) !== null)
    case 'command.run':
      return Object.hasOwn(declaration.commands, target)
    case 'model.complete':
      return true
    case 'http.request': {
      const read = readHttpTarget(target)
      return read !== null && declaration.methods.includes(read.method) && isHost(declaration.hosts, read.url)
    }
  }
}

/** The rest of a plain path below a root, or null; a root may end with a slash, and `.` is the project's directory. */
export function belowRoot(path: string, root: string): string | null {
  const bare = root.replace(/\/+$/, '')
  if (bare === '.') return path.startsWith('/') ? null : path
  return path.startsWith(`${bare}/`) ? path.slice(bare.length + 1) : null
}

function isHost(hosts: readonly string[], url: URL): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return hosts.some((host) => host === '*' || host === url.host || host === `${url.hostname}:${port}`)
}

function none(problem: string): Declared {
  return { declaration: null, problem }
}
