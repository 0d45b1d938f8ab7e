import type { Queue } from 'bullmq'
import type { RequestHandler } from 'express'

/**
 * Bull Board over these queues, to look at and not to touch: a retry there would pass by every gate. Its code is read
 * when somebody first looks, which during most runs nobody does.
 */
export function bullBoard(path: string, queues: readonly Queue[]): RequestHandler {
  let router: Promise<RequestHandler> | null = null
  const board: RequestHandler = async (req, res, next) => {
    router ??= openBoard(path, queues)
    const handle = await router
    await handle(req, res, next)
  }
  return board
}

async function openBoard(path: string, queues: readonly Queue[]): Promise<RequestHandler> {
  const [{ createBullBoard }, { BullMQAdapter }, { ExpressAdapter }] = await Promise.all([
    import('@bull-board/api'),
    import('@bull-board/api/bullMQAdapter'),
    import('@bull-board/express'),
  ])
  const adapter = new ExpressAdapter().setBasePath(path)
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true, allowRetries: false })),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: 'Muster queues', miscLinks: [{ text: 'Muster', url: '/' }] } },
  })
  const router: RequestHandler = adapter.getRouter()
  return router
}
