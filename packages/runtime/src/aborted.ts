/** A phase was stopped from outside: by a cancel, a revocation or a lost lock. Nothing is to be told of it. */
export class Aborted extends Error {
  override readonly name = 'Aborted'
}
