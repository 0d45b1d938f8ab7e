interface CountProps {
  readonly of: number
  /** Whether there are more than were counted. */
  readonly more?: boolean
  readonly what: string
}

/** How many there are, where that is not nothing. */
export function Count({ of, more = false, what }: CountProps) {
  if (of === 0) return null
  const told = more ? `${of}+` : of
  return (
    <span className="count" title={`${told} ${what}`}>
      {told}
      <span className="unseen"> {what}</span>
    </span>
  )
}
