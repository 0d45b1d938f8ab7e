/** Line and column, from 1, of a place that Cedar names by its bytes. */
export function placeOf(text: string, byte: number): { readonly line: number; readonly column: number } {
  const before = Buffer.from(text, 'utf8').subarray(0, byte).toString('utf8')
  const lines = before.split('\n')
  return { line: lines.length, column: Array.from(lines.at(-1) ?? '').length + 1 }
}

/** How many bytes of a text come before a character. */
export function byteOf(text: string, index: number): number {
  return Buffer.byteLength(text.slice(0, index), 'utf8')
}
