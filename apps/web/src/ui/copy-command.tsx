import { visible } from '@muster/core'
import { useState } from 'react'

/** The same on the command line, to be copied. */
export function CopyCommand({ command }: { readonly command: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <span className="command">
      <code>{visible(command, 2000)}</code>
      <button
        type="button"
        onClick={() => {
          void navigator.clipboard.writeText(command).then(() => setCopied(true))
        }}
      >
        {copied ? 'Copied' : 'Copy'}
      </button>
    </span>
  )
}
