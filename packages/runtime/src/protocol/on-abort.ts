/** Calls back once when a signal fires, at once when it has fired; answers how to forget it. */
export function onAbort(signal: AbortSignal, call: () => void): () => void {
  if (signal.aborted) call()
  else signal.addEventListener('abort', call, { once: true })
  return () => signal.removeEventListener('abort', call)
}
