import { type CST, Lexer, type LineCounter, Parser } from 'yaml'
import { type Bounds, MAX_FAULTS } from './bounds.ts'

export type Tokens =
  | { readonly tokens: readonly CST.Token[] }
  | { readonly exceeds: 'lexemes' | 'depth'; readonly offset: number }

/**
 * Splits a text into YAML tokens, stopping at the first bound that it exceeds: the work is linear in what was read by
 * then. Too many faults end it early, without being an excess.
 */
export function tokenize(text: string, bounds: Bounds, lines: LineCounter): Tokens {
  lines.addNewLine(0)
  const parser = new Parser(lines.addNewLine)
  const tokens: CST.Token[] = []
  let lexemes = 0
  let faults = 0
  for (const lexeme of new Lexer().lex(text)) {
    // The deeper a lexeme is nested, the longer the parser looks at it.
    lexemes += 1 + (parser.stack.length >> 4)
    if (lexemes > bounds.lexemes) return { exceeds: 'lexemes', offset: parser.offset }
    for (const token of parser.next(lexeme)) {
      tokens.push(token)
      if (token.type === 'error') faults += 1
    }
    if (parser.stack.length > bounds.depth) return { exceeds: 'depth', offset: parser.offset }
    if (faults > MAX_FAULTS) return { tokens }
  }
  tokens.push(...parser.end())
  return { tokens }
}
