/** An answer of the API. Throws an Error with `hint` and `problems` when it refuses. */
export async function call(path, body) {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`/api${path}`, init)
  if (response.ok) return response.json()
  const { error } = await response.json().catch(() => ({ error: {} }))
  throw Object.assign(new Error(error?.message ?? `The server answered ${response.status}.`), {
    hint: error?.hint ?? '',
    status: response.status,
  })
}

/** Revokes something when the reader says why; answers whether it did. */
export async function revoke(scope, id, question) {
  const reason = prompt(`${question} Say why: it is kept in the ledger.`)
  if (reason === null || reason.trim() === '') return false
  await call('/revocations', { scope, id, reason })
  return true
}

export function runPath(run, below = '') {
  return `/runs/${encodeURIComponent(run)}${below}`
}

/**
 * Listens to server-sent events while the page is seen: browsers allow six connections to a host, and pages in the
 * background must not hold them. `url` is asked anew at each connection. Answers how to stop.
 */
export function listen(url, handlers, onState) {
  let source = null
  const close = () => {
    source?.close()
    source = null
  }
  const open = () => {
    if (source !== null || document.hidden) return
    source = new EventSource(url())
    source.onopen = () => onState('live')
    source.onerror = () => onState('lost')
    for (const [name, handle] of Object.entries(handlers))
      source.addEventListener(name, (event) => handle(JSON.parse(event.data)))
  }
  const turn = () => (document.hidden ? close() : open())
  document.addEventListener('visibilitychange', turn)
  open()
  return () => {
    document.removeEventListener('visibilitychange', turn)
    close()
  }
}

/** Runs `work` soon after `ask`, never twice at once, and less often the longer it takes. */
export function throttled(work) {
  let asked = false
  let busy = false
  let stopped = false
  async function turn() {
    if (busy || stopped) return
    busy = true
    while (asked && !stopped) {
      asked = false
      const began = performance.now()
      await work()
      const took = performance.now() - began
      await new Promise((resolve) => setTimeout(resolve, Math.min(5000, Math.max(250, took * 4))))
    }
    busy = false
  }
  return {
    ask: () => {
      asked = true
      void turn()
    },
    stop: () => {
      stopped = true
    },
  }
}

/** Reads JSON lines of a stream, in batches as they come, until it ends or `signal` aborts. */
export async function readLines(path, signal, onLines) {
  const response = await fetch(`/api${path}`, { signal })
  if (!response.ok) throw new Error(`The server answered ${response.status}.`)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const lines = (rest + value).split('\n')
    rest = lines.pop()
    if (lines.length > 0) onLines(lines.map((line) => JSON.parse(line)))
  }
}
