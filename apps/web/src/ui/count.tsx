/** How many there are, where that is not nothing. */
export function Count({ of, what }: { readonly of: number; readonly what: string }) {
  if (of === 0) return null
  return (
    <span className="count" title={`${of} ${what}`}>
      {of}
      <span className="unseen"> {what}</span>
    </span>
  )
}
