/** A log that speaks only of what should not happen in a benchmark. */
export const LOG = {
  debug() {},
  info() {},
  warn: (facts, message) => console.error(`warning: ${message}`, facts),
  error: (facts, message) => console.error(`error: ${message}`, facts),
}
