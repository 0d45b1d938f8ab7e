/** One or two keys that do something: `j`, or `g i` for one after the other. */
export interface Shortcut {
  readonly keys: string
  /** What it does, as the list of shortcuts says it. */
  readonly says: string
  readonly run: () => void
}
