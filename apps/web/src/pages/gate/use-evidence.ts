import type { GateEvidence } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { evidenceOf } from '../../api/gates.ts'

interface ReadEvidence {
  /** What is shown: undefined while it is read. */
  readonly shown: GateEvidence | undefined
  /** How it is by now, where that is something else; null where what is shown is what is so. */
  readonly newer: GateEvidence | null
  /** Shows what is so by now. */
  readonly renew: () => void
  readonly error: Error | null
}

/**
 * What a decision at a gate stands on.
 *
 * E1. While somebody may be about to answer, what they read does not change under their eyes: they are told that it is
 *     another by now, and answer what they saw until they ask for the new.
 */
export function useEvidence(gate: string): ReadEvidence {
  const { data: latest, error } = useQuery(evidenceOf(gate))
  const [shown, show] = useState(latest)
  const another = shown?.gate === gate && shown.verdict === null && shown.digest !== latest?.digest
  if (latest !== undefined && latest !== shown && !another) show(latest)
  return {
    shown: shown?.gate === gate ? shown : undefined,
    newer: another && latest !== undefined ? latest : null,
    renew: () => show(latest),
    error,
  }
}
