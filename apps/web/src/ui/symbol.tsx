const SHAPES = {
  pending: <circle cx="8" cy="8" r="5.5" strokeDasharray="2.2 2.1" />,
  running: (
    <>
      <circle cx="8" cy="8" r="5.5" opacity=".35" />
      <path d="M8 2.5A5.5 5.5 0 0 1 13.5 8" />
    </>
  ),
  waiting: <path d="M8 1.8 14.2 8 8 14.2 1.8 8ZM8 5.2v3.2M8 10.7v.1" />,
  succeeded: <path d="M1.8 8a6.2 6.2 0 1 0 12.4 0A6.2 6.2 0 1 0 1.8 8m3.4.2 2 2 3.6-4.2" />,
  failed: <path d="M1.8 8a6.2 6.2 0 1 0 12.4 0A6.2 6.2 0 1 0 1.8 8m4-2.2 4.4 4.4m0-4.4-4.4 4.4" />,
  skipped: <path d="m3.4 4.4 3.4 3.6-3.4 3.6M8.6 4.4 12 8l-3.4 3.6" />,
  cancelled: <path d="M1.8 8a6.2 6.2 0 1 0 12.4 0A6.2 6.2 0 1 0 1.8 8m3.4 0h5.6" />,
  timed_out: <path d="M1.8 8a6.2 6.2 0 1 0 12.4 0A6.2 6.2 0 1 0 1.8 8M8 4.6V8l2.4 1.6" />,
  revoked: <path d="M1.8 8a6.2 6.2 0 1 0 12.4 0A6.2 6.2 0 1 0 1.8 8m1.9-4.3 8.6 8.6" />,
  agent: (
    <path d="M4.5 3h7a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2m.7 3.4 2 1.7-2 1.7M8.8 10h2" />
  ),
  gate: <path d="M3 13.5V4m10 9.5V4M3 6h10M3 9.5h10" />,
  parallel: <path d="M2 8h3m6 0h3M5 3.5v9m0-9h6m-6 9h6m0-9v9" />,
  condition: <path d="M2 8h4l4-4h4M6 8l4 4h4" />,
  branch: <path d="M3 3v6a2 2 0 0 0 2 2h8M10.5 8.5 13 11l-2.5 2.5" />,
  open: <path d="m4.5 6.2 3.5 3.6 3.5-3.6" />,
  closed: <path d="M6.2 4.5 9.8 8l-3.6 3.5" />,
} as const

export type SymbolName = keyof typeof SHAPES

/** A shape beside a word that says the same. */
export function Symbol({ name }: { readonly name: SymbolName }) {
  return (
    <svg className="symbol" viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[name]}
    </svg>
  )
}
