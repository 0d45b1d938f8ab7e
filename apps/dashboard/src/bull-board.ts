import type { Queue } from 'bullmq'
import type { RequestHandler } from 'express'

interface Board {
  readonly router: RequestHandler
  readonly show: (queues: readonly Queue[]) => void
}

/**
 * Bull Board over the queues there are, to look at and not to touch: a retry there would pass by every gate. Its code is
 * read when somebody first looks, which during most runs nobody does.
 */
export function bullBoard(path: string, queues: () => Promise<readonly Queue[]>): RequestHandler {
  let opened: Promise<Board> | null = null
  const board: RequestHandler = async (req, res, next) => {
    opened ??= openBoard(path)
    const { router, show } = await opened
    show(await queues())
    await router(req, res, next)
  }
  return board
}

async function openBoard(path: string): Promise<Board> {
  const [{ createBullBoard }, { BullMQAdapter }, { ExpressAdapter }] = await Promise.all([
    import('@bull-board/api'),
    import('@bull-board/api/bullMQAdapter'),
    import('@bull-board/express'),
  ])
  const adapter = new ExpressAdapter().setBasePath(path)
  const board = createBullBoard({
    queues: [],
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: 'Muster queues', miscLinks: [{ text: 'Muster', url: '/' }] } },
  })
  const adapters = new WeakMap<Queue, InstanceType<typeof BullMQAdapter>>()
  const adapterOf = (queue: Queue) => {
    const known = adapters.get(queue) ?? new BullMQAdapter(queue, { readOnlyMode: true, allowRetries: false })
    adapters.set(queue, known)
    return known
  }
  return {
    router: adapter.getRouter() as RequestHandler,
    show: (queues) => board.replaceQueues(queues.map(adapterOf)),
  }
}
