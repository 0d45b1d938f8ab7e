/** Closes a switch over a union: a new case does not compile until it is answered. */
export function assertNever(value: never): never {
  throw new TypeError(`unreachable: ${JSON.stringify(value)}`)
}
