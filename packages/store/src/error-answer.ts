import { ERRORS, type ErrorBody, errorBodyOf, type ErrorCode, MusterError } from '@muster/core'

/** An error as text that `reviveError` turns back into the same error. */
export function describeError(error: MusterError): string {
  return JSON.stringify(errorBodyOf(error))
}

/** The error that `describeError` wrote; MUSTER_INTERNAL for any other text. */
export function reviveError(text: string): MusterError {
  try {
    const { error } = JSON.parse(text) as ErrorBody
    if (!(error.code in ERRORS)) throw new TypeError(error.code)
    const revived = new MusterError(error.code as ErrorCode, {}, error.problems)
    return Object.assign(revived, { message: error.message, hint: error.hint })
  } catch {
    return new MusterError('MUSTER_INTERNAL', { reason: text })
  }
}
