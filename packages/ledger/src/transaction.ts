import type { Session } from './database.ts'

/** The statements of one transaction. */
export interface OpenTransaction {
  readonly session: Session
  /** Takes no more statements and waits for those asked; throws what failed first, even when nobody looked. */
  settle(): Promise<void>
}

/** A session that ends with its transaction and remembers all that was asked in it. */
export function openTransaction(over: Session): OpenTransaction {
  const asked = new Set<Promise<unknown>>()
  let ended = false
  let failure: { readonly reason: unknown } | null = null
  const ask = <T>(statement: () => Promise<T>): Promise<T> => {
    if (ended) return Promise.reject(new Error('the transaction has ended'))
    const answer = statement()
    const noted = answer.then(
      () => void asked.delete(noted),
      (reason: unknown) => {
        failure ??= { reason }
      },
    )
    asked.add(noted)
    return answer
  }
  return {
    session: {
      rows: (text, values) => ask(() => over.rows(text, values)),
      script: (text) => ask(() => over.script(text)),
    },
    async settle() {
      ended = true
      await Promise.all(asked)
      if (failure !== null) throw (failure as { readonly reason: unknown }).reason
    },
  }
}
