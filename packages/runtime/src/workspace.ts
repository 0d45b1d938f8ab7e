import { access, chmod, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '@muster/core'

/** The directories of one agent, kept between its phases and removed by EXIT. */
export interface Workspace {
  readonly root: string
  /** The working directory of its programs. */
  readonly work: string
  /** What it leaves here is packaged. */
  readonly artifacts: string
  /** What the host took for it: packaged as well, and out of its reach. */
  readonly staged: string
  /** Muster's own: records of phases, the log. The agent sees only what is below `given` and `out`. */
  readonly io: string
  /** What the agent is given to read: its inputs. */
  readonly given: string
  /** Where the agent writes its outputs. */
  readonly out: string
  readonly temp: string
  readonly log: string
}

const MAX_NAME = 200

/** Where the workspace of an agent is; makes nothing. */
export function workspaceOf(directory: string, agent: string): Workspace {
  const name = /^\w[\w.-]*$/.test(agent) && agent.length <= MAX_NAME ? agent : sha256(agent)
  return workspaceAt(join(directory, name))
}

/** The directories of a workspace whose root is given. */
export function workspaceAt(root: string): Workspace {
  const io = join(root, 'io')
  return {
    root,
    work: join(root, 'work'),
    artifacts: join(root, 'artifacts'),
    staged: join(root, 'staged'),
    io,
    given: join(io, 'given'),
    out: join(io, 'out'),
    temp: join(root, 'tmp'),
    log: join(io, 'log.jsonl'),
  }
}

/** Makes what is missing of a workspace. The directory made last tells whether the others are there. */
export async function makeWorkspace(workspace: Workspace): Promise<void> {
  const { work, artifacts, staged, given, out, temp } = workspace
  const complete = await access(temp).then(
    () => true,
    () => false,
  )
  if (complete) return
  for (const path of [work, artifacts, staged, given, out, temp])
    await mkdir(path, { recursive: true, mode: 0o700 })
}

/** Removes a workspace; harmless when there is none. */
export async function removeWorkspace(workspace: Workspace): Promise<void> {
  try {
    await rm(workspace.root, { recursive: true, force: true })
  } catch {
    // Tools leave directories that their owner may not write; rm stops at those.
    await openUp(workspace.root)
    await rm(workspace.root, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function openUp(directory: string): Promise<void> {
  await chmod(directory, 0o700)
  for (const entry of await readdir(directory, { withFileTypes: true }))
    if (entry.isDirectory()) await openUp(join(directory, entry.name))
}
