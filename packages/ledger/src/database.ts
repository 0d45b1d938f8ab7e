/** A value of a statement: texts and numbers only, so that no driver has to guess a type. */
export type Value = string | number | null

/** Where statements run: a pool, or one transaction. */
export interface Session {
  /** Runs one prepared statement; answers its rows, keyed by column name. */
  rows<Row>(text: string, values: readonly Value[]): Promise<readonly Row[]>
  /** Runs several statements without values. */
  script(text: string): Promise<void>
}

/** A session that statements share with others, or have to themselves for one transaction. */
export interface Sessions extends Session {
  /** Runs `work` in one transaction: committed when it resolves, undone when it rejects. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>
}

/** The role that sees one tenant's rows, and the one that sees all tenants'. Neither owns a table or bypasses its policies. */
export const ROLES = { tenant: 'muster_app', planner: 'muster_planner' } as const

/**
 * Postgres or PGlite, as whoever opened it: to make tables, and for nothing else. Numbers and JSON come back as JavaScript
 * values from both.
 */
export interface Database extends Sessions {
  /** Rows of all tenants: for the loops that work over all of them, and the engine, whose commits hold several. */
  readonly planner: Sessions
  /** Rows of one tenant, as policies of the database itself hold it. No other way leads to a connection with a tenant. */
  tenant(id: string): Sessions
  /** Makes the space of deleted rows of these tables free for new ones, where nothing does so by itself. */
  reclaim(tables: readonly string[]): Promise<void>
  /** Closes it; a second call does nothing. */
  close(): Promise<void>
}
