/** Why somebody must log in: their session ended, or is too old for what they decide. */
export type LoginNeed = 'ended' | 'stale'

const listeners = new Set<() => void>()
let need: LoginNeed | null = null
/** Whether they were told, and want to look at the page as it is. */
let told = false

function turn(next: LoginNeed | null, known: boolean): void {
  if (need === next && told === known) return
  need = next
  told = known
  for (const listener of listeners) listener()
}

/** Says that the server asked for a login; `sent` when it refused something that somebody did. */
export function needLogin(next: LoginNeed, sent: boolean): void {
  turn(next, told && !sent && need === next)
}

/** Says that the server knew who asked. */
export function loginKnown(): void {
  if (need === 'ended') turn(null, false)
}

/** Shows the page again; it is told anew once something that somebody does is refused. */
export function leaveLogin(): void {
  if (need === 'stale') turn(null, false)
  else turn(need, true)
}

/** Whether the server no longer knows who asks. */
export function mustLogIn(): boolean {
  return need === 'ended'
}

/** What is to be told of it; null when nothing is. */
export function loginToTell(): LoginNeed | null {
  return told ? null : need
}

export function onLoginNeed(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
