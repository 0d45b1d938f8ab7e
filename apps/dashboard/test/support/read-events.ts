export interface SseEvent {
  readonly event: string
  readonly id: string | null
  readonly data: unknown
}

/** Reads events from a response until `enough` says so or the stream ends; then lets go of it. */
export async function readEvents(
  response: Response,
  enough: (events: readonly SseEvent[]) => boolean = () => false,
): Promise<readonly SseEvent[]> {
  const events: SseEvent[] = []
  let rest = ''
  if (response.body === null) return events
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').map((line): [string, string] => {
          const colon = line.indexOf(': ')
          return [line.slice(0, colon), line.slice(colon + 2)]
        }),
      )
      const event = fields.get('event')
      if (event !== undefined)
        events.push({ event, id: fields.get('id') ?? null, data: JSON.parse(fields.get('data') ?? 'null') })
    }
    if (enough(events)) break
  }
  return events
}
