/** A value of a statement: texts and numbers only, so that no driver has to guess a type. */
export type Value = string | number | null

/** Where statements run: the pool, or one transaction. */
export interface Session {
  /** Runs one prepared statement; answers its rows, keyed by column name. */
  rows<Row>(text: string, values: readonly Value[]): Promise<readonly Row[]>
  /** Runs several statements without values. */
  script(text: string): Promise<void>
}

/** Postgres or PGlite. Numbers and JSON come back as JavaScript values from both. */
export interface Database extends Session {
  /** Runs `work` in one transaction: committed when it resolves, undone when it rejects. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>
  /** Makes the space of deleted rows of these tables free for new ones, where nothing does so by itself. */
  reclaim(tables: readonly string[]): Promise<void>
  /** Closes it; a second call does nothing. */
  close(): Promise<void>
}
