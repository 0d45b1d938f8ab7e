import { isLocalOwner, type LedgerReads, type Principal } from '@muster/core'
import type { Queue } from 'bullmq'
import type { RequestHandler, Response } from 'express'
import { BOARD_LOOK } from './board-look.ts'
import { type JobOwner, ownJobs } from './own-jobs.ts'

interface Board {
  readonly router: RequestHandler
  readonly show: (queues: readonly Queue[]) => void
}

/** What Bull Board is made of: the queues, and who looks at them. */
export interface BullBoardDeps {
  readonly queues: () => Promise<readonly Queue[]>
  readonly ledgerOf: (tenant: string) => LedgerReads
  readonly principalOf: (res: Response) => Principal
}

/** Boards kept open; that of whoever looked longest ago goes first. */
const MOST_BOARDS = 50

/**
 * Bull Board over the queues there are, to look at and not to touch: a retry there would pass by every gate. The owner of
 * this Muster sees every job, anybody else those of runs that they may know of. Its code is read when somebody first looks,
 * which during most runs nobody does.
 */
export function bullBoard(path: string, { queues, ledgerOf, principalOf }: BullBoardDeps): RequestHandler {
  const boards = new Map<string, Promise<Board>>()
  const boardOf = (principal: Principal): Promise<Board> => {
    const { tenant, project } = principal
    const all = isLocalOwner(principal)
    const key = all ? '' : JSON.stringify([tenant, project])
    const board =
      boards.get(key) ?? openBoard(path, all ? null : { tenant, project, ledger: ledgerOf(tenant) })
    boards.delete(key)
    boards.set(key, board)
    for (const oldest of boards.keys()) {
      if (boards.size <= MOST_BOARDS) break
      boards.delete(oldest)
    }
    return board
  }
  const board: RequestHandler = async (req, res, next) => {
    const { router, show } = await boardOf(principalOf(res))
    show(await queues())
    await router(req, res, next)
  }
  return board
}

async function openBoard(path: string, owner: JobOwner | null): Promise<Board> {
  const [{ createBullBoard }, { BullMQAdapter }, { ExpressAdapter }] = await Promise.all([
    import('@bull-board/api'),
    import('@bull-board/api/bullMQAdapter'),
    import('@bull-board/express'),
  ])
  const adapter = new ExpressAdapter().setBasePath(path)
  const board = createBullBoard({
    queues: [],
    serverAdapter: adapter,
    options: { uiConfig: BOARD_LOOK },
  })
  const adapters = new WeakMap<Queue, InstanceType<typeof BullMQAdapter>>()
  const adapterOf = (queue: Queue) => {
    const known = adapters.get(queue)
    if (known !== undefined) return known
    const made = new BullMQAdapter(queue, { readOnlyMode: true, allowRetries: false })
    made.setFormatter('data', shownData)
    if (owner !== null) ownJobs(made, owner)
    adapters.set(queue, made)
    return made
  }
  return {
    router: adapter.getRouter() as RequestHandler,
    show: (queues) => board.replaceQueues(queues.map(adapterOf)),
  }
}

/** What a job holds but for what its worker proves itself with, which is encrypted: nobody can make anything of it. */
function shownData(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !('credential' in data)) return data
  const { credential: _credential, ...shown } = data
  return shown
}
