/** The faults that Muster can cause on purpose to prove that it survives them. */
export const ChaosCondition = {
  WORKER_KILLED: 'worker_killed',
  WORKER_FROZEN: 'worker_frozen',
  LOCK_LOST: 'lock_lost',
  STORE_LOST: 'store_lost',
  STORE_PAUSED: 'store_paused',
  LEDGER_LOST: 'ledger_lost',
  CONNECTION_CUT: 'connection_cut',
  ERROR_SPIKE: 'error_spike',
  APPROVER_SILENT: 'approver_silent',
  CLOCK_SKEWED: 'clock_skewed',
} as const
export type ChaosCondition = (typeof ChaosCondition)[keyof typeof ChaosCondition]
