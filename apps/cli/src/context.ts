import { resolve } from 'node:path'
import { DEFAULT_HOME } from '@muster/core'
import type { Io, Output } from './io.ts'
import { COLOURS, NO_COLOURS, type Theme } from './terminal.ts'

export const OUTPUTS = ['text', 'json', 'jsonl'] as const
export const COLOUR_CHOICES = ['auto', 'always', 'never'] as const
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

/** Options that every command takes. */
export interface Globals {
  readonly output: (typeof OUTPUTS)[number]
  readonly color: (typeof COLOUR_CHOICES)[number]
  readonly url?: string
  readonly logLevel?: (typeof LOG_LEVELS)[number]
}

/** What a command works with. */
export interface Context {
  readonly io: Io
  readonly globals: Globals
  /** Where Muster keeps everything of this machine. */
  readonly home: string
  /** Colours of standard output, and of standard error. */
  readonly theme: Theme
  readonly errTheme: Theme
  /** Writes lines to standard output. */
  readonly print: (lines: readonly string[]) => void
  /** Writes lines to standard error. */
  readonly say: (lines: readonly string[]) => void
  /** Writes one JSON document to standard output. */
  readonly answer: (value: unknown) => void
}

/** Columns of a text that goes to no terminal. */
const WIDE = 100_000

/** Resolves what the options and the environment say. */
export function createContext(io: Io, globals: Globals): Context {
  return {
    io,
    globals,
    home: resolve(io.cwd, io.env['MUSTER_HOME'] || DEFAULT_HOME),
    theme: themeOf(io, globals, io.out),
    errTheme: themeOf(io, globals, io.err),
    print: (lines) => io.out.write(lines.map((line) => `${line}\n`).join('')),
    say: (lines) => io.err.write(lines.map((line) => `${line}\n`).join('')),
    answer: (value) => io.out.write(`${JSON.stringify(value, null, globals.output === 'json' ? 2 : 0)}\n`),
  }
}

/** How wide a line may be. */
export function columnsOf(output: Output): number {
  return output.terminal?.columns ?? WIDE
}

function themeOf({ env }: Io, { color, output }: Globals, to: Output): Theme {
  if (color === 'always') return COLOURS
  if (color === 'never' || output !== 'text' || env['NO_COLOR'] || env['TERM'] === 'dumb') return NO_COLOURS
  return to.terminal === null ? NO_COLOURS : COLOURS
}
