/** The middle value; the mean of the two middle ones for an even number of them. */
export function median(values) {
  const sorted = [...values].sort((one, other) => one - other)
  const half = sorted.length / 2
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)] : (sorted[half - 1] + sorted[half]) / 2
}

/** The value that `share` of them (0 to 1) do not exceed. */
export function quantile(values, share) {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

/** `median (min to max)`. */
export function spread(values, digits = 0) {
  const show = (value) => value.toFixed(digits)
  return `${show(median(values))} (${show(Math.min(...values))} to ${show(Math.max(...values))})`
}

/** Element by element: what was measured in the same round belongs together. */
export function ratios(values, references) {
  return values.map((value, index) => value / references[index])
}
