import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { ExpressAdapter } from '@bull-board/express'
import type { Queue } from 'bullmq'
import type { RequestHandler } from 'express'

/** Bull Board over these queues, to look at and not to touch: a retry there would pass by every gate. */
export function bullBoard(path: string, queues: readonly Queue[]): RequestHandler {
  const adapter = new ExpressAdapter().setBasePath(path)
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true, allowRetries: false })),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: 'Muster queues', miscLinks: [{ text: 'Muster', url: '/' }] } },
  })
  const router: RequestHandler = adapter.getRouter()
  return router
}
