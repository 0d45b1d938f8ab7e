/** @typedef {{ path: string, line: number | null, kind: string, severity: 'high' | 'medium' | 'low', problem: string }} Finding */

const SECRETS = [
  ['a private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/],
  ['an AWS access key', /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{60,})\b/],
  ['a GitLab token', /\bglpat-[\w-]{20,}/],
  ['a Slack token', /\bxox[abeoprs]-[\w-]{10,}/],
  ['a Google API key', /\bAIza[\w-]{35}\b/],
  ['a Stripe key', /\b[rs]k_live_[A-Za-z0-9]{16,}\b/],
  ['an Anthropic key', /\bsk-ant-[\w-]{20,}/],
  ['an OpenAI key', /\bsk-(?:proj-)?[A-Za-z0-9_-]{32,}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['a JSON web token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/],
  [
    'a password in an address',
    /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@'"]{1,64}:(?!(?:password|secret|pass|pw)@|[^\s@'"]*[${<%])[^\s@/'"]{6,}@/i,
  ],
]
/** A name that says secret, and a literal value. */
const NAMED =
  /(?:secret|token|passw(?:or)?d|api[_-]?key|access[_-]?key|credential)\w*["']?\s*(?::|=>?|:=)\s*["'`]([^"'`\s]{12,256})["'`]/i
const PLACEHOLDER =
  /^(?:[xX*._-]+|.*(?:example|placeholder|change-?me|your[_-]|dummy|redacted|<|\$\{|\{\{).*)$/i
/** Longer lines are not written by people. */
const MAX_LINE = 65_536
const LITERAL = /["'`]([A-Za-z0-9+/=_-]{32,256})["'`]/g

/** What is wrong with one line that is reviewed: `marks` are texts that should not be left behind. */
export function* checkLine(path, number, text, marks) {
  const at = { path, line: number }
  const secret = secretIn(text)
  if (secret !== null)
    yield {
      ...at,
      kind: 'secret',
      severity: 'high',
      problem: `This looks like ${secret}; take it out, and make a new one.`,
    }
  // Seven equals signs alone also underline a heading.
  if (/^(?:<{7}|>{7}|\|{7}) /.test(text))
    yield { ...at, kind: 'conflict', severity: 'high', problem: 'A conflict marker was left behind.' }
  for (const mark of marks)
    if (text.includes(mark))
      yield { ...at, kind: 'mark', severity: 'low', problem: `\`${mark}\` was left in this line.` }
}

/** What kind of secret a line holds, or null. The secret itself is told nowhere. */
function secretIn(text) {
  if (text.length > MAX_LINE) return null
  for (const [what, pattern] of SECRETS) if (pattern.test(text)) return what
  const value = NAMED.exec(text)?.[1]
  if (value !== undefined && !PLACEHOLDER.test(value) && entropyOf(value) > 3)
    return 'a secret with a name that says so'
  for (const [, literal] of text.matchAll(LITERAL)) if (isRandom(literal)) return 'a random key'
  return null
}

/** Whether a text is too even for a word, a path, a digest or a number: digests of one alphabet are no secrets. */
function isRandom(text) {
  if (
    /^(?:[0-9a-f]+|sha\d{1,3}-.*)$/i.test(text) ||
    /^[A-Za-z]+$/.test(text) ||
    text.split(/[/_-]/).length > 5
  )
    return false
  const mixed = [/[a-z]/, /[A-Z]/, /[0-9]/].every((kind) => kind.test(text))
  return mixed && entropyOf(text) > 4.5
}

/** Shannon's entropy, in bits per character. */
function entropyOf(text) {
  const counts = new Map()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

/** Written by tools, as long as they must be. */
const LOCK =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|[A-Za-z]+\.lock|go\.sum)$/

/** What is wrong with a file as a whole. */
export function* checkSize(path, { size, lines, maxBytes, maxLines }) {
  if (LOCK.test(path)) return
  const at = { path, line: null, kind: 'oversized', severity: 'medium' }
  if (size > maxBytes) yield { ...at, problem: `It has ${size} bytes; ${maxBytes} are thought to be enough.` }
  if (lines !== null && lines > maxLines)
    yield { ...at, problem: `It has ${lines} lines; ${maxLines} are thought to be enough.` }
}

const SOURCE = /\.(?:[cm]?[jt]sx?|py|go|rs|rb|java|kt|cs|php|swift|scala|c|cc|cpp)$/
const TEST =
  /(?:^|\/)(?:tests?|__tests__|spec|e2e)\/|(?:[._-](?:test|spec)|_test)\.[a-z]+$|(?:^|\/)test_[^/]+\.py$/i

/** Sources that changed while no test did that is named like them or names them. */
export function* checkTests(files) {
  const tests = files.filter(({ path }) => TEST.test(path))
  for (const { path, added } of files) {
    if (!SOURCE.test(path) || TEST.test(path) || /\.d\.[cm]?ts$/.test(path) || added.size === 0) continue
    const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '')
    const word = new RegExp(`(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`)
    if (tests.some((test) => word.test(test.path.replace(/[._]/g, ' ')) || word.test(test.text ?? '')))
      continue
    const line = Math.min(...added)
    yield {
      path,
      line,
      kind: 'untested',
      severity: 'low',
      problem: 'It changed, and no test that names it did.',
    }
  }
}
