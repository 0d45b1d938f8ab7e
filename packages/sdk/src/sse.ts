/** One server-sent event. `id` is null when it brought none. */
export interface ServerEvent {
  readonly event: string
  readonly id: string | null
  readonly data: string
}

/** The events in the lines of a `text/event-stream`. An event cut off by the end of the stream is dropped. */
export async function* eventsOf(lines: AsyncIterable<string>): AsyncGenerator<ServerEvent, void, undefined> {
  let event = 'message'
  let id: string | null = null
  let data: string[] = []
  for await (const line of lines) {
    if (line === '') {
      if (data.length > 0) yield { event, id, data: data.join('\n') }
      event = 'message'
      id = null
      data = []
      continue
    }
    const colon = line.indexOf(':')
    const field = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') event = value
    else if (field === 'id') id = value
    else if (field === 'data') data.push(value)
  }
}
