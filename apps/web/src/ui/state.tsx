import type { ReactNode } from 'react'
import { Symbol, type SymbolName } from './symbol.tsx'

const LOOKS = {
  good: ['succeeded', 'succeeded'],
  busy: ['running', 'running'],
  leaving: ['waiting', 'waiting'],
  bad: ['failed', 'failed'],
  unsure: ['pending', 'pending'],
  revoked: ['revoked', 'revoked'],
} as const satisfies Readonly<Record<string, readonly [SymbolName, string]>>

interface StateProps {
  readonly of: keyof typeof LOOKS
  readonly children: ReactNode
}

/** How a part of Muster is: by shape, word and colour. */
export function State({ of, children }: StateProps) {
  const [symbol, look] = LOOKS[of]
  return (
    <span className={`status is-${look}`}>
      <Symbol name={symbol} />
      <span>{children}</span>
    </span>
  )
}
