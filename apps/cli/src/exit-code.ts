import { assertNever, EXIT, type RunStatus } from '@muster/core'

/** How a command ends that followed a run until it had this status. */
export function exitCodeOf(status: RunStatus): number {
  switch (status) {
    case 'running':
    case 'succeeded':
      return EXIT.ok
    case 'failed':
      return EXIT.failed
    case 'cancelled':
      return EXIT.cancelled
    case 'revoked':
      return EXIT.revoked
    case 'timed_out':
      return EXIT.timedOut
    default:
      return assertNever(status)
  }
}
