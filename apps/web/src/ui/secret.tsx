import { type ReactNode, useEffect, useRef } from 'react'
import { CopyCommand } from './copy-command.tsx'

interface SecretProps {
  /** What it is, for those who cannot see where it stands. */
  readonly name: string
  readonly text: string
  readonly children: ReactNode
  readonly onClose: () => void
}

/** A new secret, which nobody sees again. */
export function Secret({ name, text, children, onClose }: SecretProps) {
  const box = useRef<HTMLElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <section ref={box} className="card secret" tabIndex={-1} aria-label={name}>
      <p>{children} Copy it now: nobody sees it again.</p>
      <CopyCommand command={text} />
      <button type="button" onClick={onClose}>
        It is kept safe
      </button>
    </section>
  )
}
