import { clip } from '../terminal.ts'

/** Rows in columns as wide as their widest cell, the last one free; cells hold no colours. */
export function renderTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): readonly string[] {
  const all = [head, ...rows]
  const widths = head.map((_, index) => Math.max(...all.map((row) => row[index]?.length ?? 0)))
  return all.map((row) => {
    const cells = row.map((cell, index) =>
      index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0),
    )
    return clip(cells.join('  ').trimEnd(), columns)
  })
}
