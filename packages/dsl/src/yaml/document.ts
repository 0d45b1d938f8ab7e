import type { Json } from '@muster/core'
import { Composer, type Document, LineCounter } from 'yaml'
import { fault } from '../fault.ts'
import { type Bounds, MAX_FAULTS } from './bounds.ts'
import { createLocate, type Locate } from './locate.ts'
import { tokenize } from './tokens.ts'
import { readTree, type TextFault } from './tree.ts'

/** A document as data, with the way back from any value to its place in the text. */
export interface Source {
  readonly data: Json
  readonly locate: Locate
}

export interface ReadDocument {
  /** Null when the text is no document at all. */
  readonly source: Source | null
  readonly faults: readonly TextFault[]
  readonly lines: LineCounter
}

/** Reads YAML into data within bounds. It never throws, and never takes long. */
export function readDocument(given: string | Uint8Array, bounds: Bounds): ReadDocument {
  const lines = new LineCounter()
  const refuse = (faults: readonly TextFault[]): ReadDocument => ({ source: null, faults, lines })
  if (given.length > bounds.bytes) return refuse([tooLarge(`${given.length} bytes`, bounds)])
  const text = decode(given)
  if (text === null) return refuse([{ offset: 0, fault: NOT_UTF8 }])
  const read = tokenize(text, bounds, lines)
  if ('exceeds' in read) {
    const { fault: excess } = read.exceeds === 'depth' ? TOO_DEEP : tooLarge(TOO_MANY, bounds)
    return refuse([{ offset: read.offset, fault: excess }])
  }
  const [document, second] = compose(read.tokens)
  const faults = [...(document?.errors ?? [])].slice(0, MAX_FAULTS + 1).map(({ pos, message }) => ({
    offset: pos[0],
    fault: fault([], 'YAML', sentence(message)),
  }))
  if (second !== undefined) faults.push({ offset: second.range[0], fault: SECOND })
  if (faults.length > 0) return refuse(faults)
  const root = document?.contents ?? null
  const { data, faults: refused } = readTree(root)
  return { source: { data, locate: createLocate(root) }, faults: refused, lines }
}

const TOO_MANY = 'more keys and items than the limit'
const TOO_DEEP: TextFault = {
  offset: 0,
  fault: fault([], 'TOO_DEEP', 'The document is nested too deeply.', { expected: 'at most about 30 levels' }),
}
const NOT_UTF8 = fault([], 'ENCODING', 'The document is not UTF-8 text.', {
  expected: 'UTF-8 without NUL characters',
  hint: 'save the file as UTF-8',
})
const SECOND = fault([], 'DOCUMENTS', 'A second YAML document starts here.', {
  expected: 'one document',
  hint: 'put it into a file of its own',
})

function tooLarge(what: string, bounds: Bounds): TextFault {
  const message = `The document has ${what}.`
  const expected = `at most ${bounds.bytes} bytes and ${bounds.lexemes} words and marks`
  return { offset: 0, fault: fault([], 'TOO_LARGE', message, { expected, hint: 'split the pipeline' }) }
}

function decode(given: string | Uint8Array): string | null {
  try {
    const text = typeof given === 'string' ? given : new TextDecoder('utf-8', { fatal: true }).decode(given)
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}

function sentence(message: string): string {
  const [first = ''] = message.split('\n')
  return /[.?!]$/.test(first) ? first : `${first}.`
}

type Tokens = Parameters<Composer['compose']>[0]

/** Composes tokens. An error costs 16 µs for its stack trace, which nobody reads: 100,000 of them would take seconds. */
function compose(tokens: Tokens): readonly Document.Parsed[] {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  try {
    const composer = new Composer({
      uniqueKeys: false,
      logLevel: 'silent',
      prettyErrors: false,
      merge: false,
    })
    const documents: Document.Parsed[] = []
    for (const document of composer.compose(tokens)) if (documents.push(document) === 2) break
    return documents
  } finally {
    Error.stackTraceLimit = limit
  }
}
