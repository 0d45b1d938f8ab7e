const MAX_EDITS = 3
/** Only so many known words are looked at. */
export const MAX_KNOWN = 250

/** The number of single edits (insert, delete, replace, swap neighbours) between two words, or `limit + 1` when above `limit`. */
export function distance(a: string, b: string, limit: number): number {
  const far = limit + 1
  if (Math.abs(a.length - b.length) > limit) return far
  let before = new Uint8Array(b.length + 2)
  let last = Uint8Array.from({ length: b.length + 2 }, (_, index) => Math.min(index, far))
  let row = new Uint8Array(b.length + 2)
  for (let i = 1; i <= a.length; i += 1) {
    // Cells farther than `limit` from the diagonal cost more than `limit`.
    const first = Math.max(1, i - limit)
    const end = Math.min(b.length, i + limit)
    let least = first === 1 ? Math.min(i, far) : far
    row[first - 1] = least
    row[end + 1] = far
    for (let j = first; j <= end; j += 1) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min((last[j] ?? far) + 1, (row[j - 1] ?? far) + 1, (last[j - 1] ?? far) + change)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? far) + 1)
      row[j] = Math.min(cost, far)
      least = Math.min(least, cost)
    }
    if (least > limit) return far
    ;[before, last, row] = [last, row, before]
  }
  return last[b.length] ?? far
}

/** The known word most like the given one, or null when none is near: at most a third of its letters, and at most three, differ. */
export function nearest(given: string, known: Iterable<string>): string | null {
  if (given.length > 128) return null
  const word = given.toLowerCase()
  let limit = Math.min(MAX_EDITS, Math.max(1, Math.floor(given.length / 3)))
  let best: string | null = null
  let looked = 0
  for (const candidate of known) {
    if ((looked += 1) > MAX_KNOWN) break
    const cost = distance(word, candidate.toLowerCase(), limit)
    if (cost > limit) continue
    best = candidate
    if (cost <= 1) break
    limit = cost - 1
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
