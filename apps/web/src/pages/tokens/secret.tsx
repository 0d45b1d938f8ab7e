import type { TokenAnswer } from '@muster/core'
import { useEffect, useRef } from 'react'
import { CopyCommand } from '../../ui/copy-command.tsx'

interface SecretProps {
  readonly of: TokenAnswer
  readonly onClose: () => void
}

/** A new token, which nobody sees again. */
export function Secret({ of: { token, view }, onClose }: SecretProps) {
  const box = useRef<HTMLElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <section ref={box} className="card secret" tabIndex={-1} aria-label={`The token ${view.name}`}>
      <p>
        This is <strong>{view.name}</strong>. Copy it now: nobody sees it again.
      </p>
      <CopyCommand command={token} />
      <button type="button" onClick={onClose}>
        It is kept safe
      </button>
    </section>
  )
}
