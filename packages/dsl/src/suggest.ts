/** The number of single edits (insert, delete, replace, swap neighbours) between two words, or `limit + 1` when above `limit`. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j += 1) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + change)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, at(before, j - 2) + 1)
      row.push(cost)
      least = Math.min(least, cost)
    }
    if (least > limit) return limit + 1
    before = last
    last = row
  }
  return at(last, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.MAX_SAFE_INTEGER
}

/** The known word most like the given one, or null when none is near: at most a third of its letters differ. */
export function nearest(given: string, known: Iterable<string>): string | null {
  if (given.length > 128) return null
  let limit = Math.max(1, Math.floor(given.length / 3))
  let best: string | null = null
  for (const word of known) {
    const cost = distance(given.toLowerCase(), word.toLowerCase(), limit)
    if (cost > limit || (cost === limit && best !== null)) continue
    best = word
    limit = cost
    if (cost === 0) break
  }
  return best
}

/** "did you mean `plan`?" when a known word is near, else null. */
export function suggestion(given: string, known: Iterable<string>): string | null {
  const word = nearest(given, known)
  return word === null ? null : `did you mean \`${word}\`?`
}

/** The nearest known word as a question; when none is near, all known words, if they are few. */
export function didYouMean(given: string, known: readonly string[]): string | null {
  if (known.length === 0) return null
  const listed = known.length > 12 ? null : `known: ${known.map((name) => `\`${name}\``).join(', ')}`
  return suggestion(given, known) ?? listed
}
