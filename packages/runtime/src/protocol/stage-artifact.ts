import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, readlink, realpath, rm } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { type Params, ProtocolError, type Result, RPC_CODES } from '@muster/core/protocol'
import type { Workspace } from '../workspace.ts'

/** Of one staged file. */
const MAX_FILE_BYTES = 256 * 1024 * 1024

/**
 * Takes a file of an agent among its artifacts. Throws ProtocolError when it cannot be taken.
 *
 * It is kept where the agent cannot write, so that what was taken stays as it was. A path is looked at once it is open:
 * an agent may change where it leads at any time, but not where an open file is.
 */
export async function stageArtifact(
  workspace: Workspace,
  file: Params<'artifact/stage'>,
): Promise<Result<'artifact/stage'>> {
  const { name, path, content, encoding } = file
  if (!isBelow(name)) throw refused(`\`name\` is not a relative path downwards: ${JSON.stringify(name)}`)
  if ((path === undefined) === (content === undefined)) throw refused('give either `path` or `content`')
  const target = join(workspace.staged, name)
  try {
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    if (content !== undefined) return await keep(target, [Buffer.from(content, encoding ?? 'utf8')])
    const source = await openBelow(workspace.work, path as string)
    try {
      return await keep(target, source.createReadStream({ autoClose: false, start: 0 }))
    } finally {
      await source.close()
    }
  } catch (error) {
    if (error instanceof ProtocolError) throw error
    throw refused(`it cannot be kept: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`)
  }
}

/** A regular file below a directory, whatever links lead there. */
async function openBelow(directory: string, path: string): Promise<FileHandle> {
  const file = await open(join(directory, path), constants.O_RDONLY | constants.O_NONBLOCK).catch(() => {
    throw refused(`there is no file \`${path}\` that can be read`)
  })
  try {
    const [place, root, found] = await Promise.all([
      readlink(`/proc/self/fd/${file.fd}`),
      realpath(directory),
      file.stat(),
    ])
    if (!place.startsWith(root + sep)) throw refused(`\`${path}\` is not in the workspace`)
    if (!found.isFile()) throw refused(`\`${path}\` is not a regular file`)
    return file
  } catch (error) {
    await file.close()
    throw error
  }
}

async function keep(
  target: string,
  chunks: Iterable<Buffer> | AsyncIterable<Buffer | string>,
): Promise<Result<'artifact/stage'>> {
  await rm(target, { force: true })
  const file = await open(target, 'wx', 0o600)
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length
      if (bytes > MAX_FILE_BYTES) throw refused(`a file is at most ${MAX_FILE_BYTES} bytes`)
      hash.update(chunk)
      await file.writeFile(chunk)
    }
  } catch (error) {
    await rm(target, { force: true })
    throw error
  } finally {
    await file.close()
  }
  return { digest: `sha256:${hash.digest('hex')}`, bytes }
}

function isBelow(name: string): boolean {
  return (
    name.split('/').every((part) => part !== '' && part !== '.' && part !== '..') && !/[\p{Cc}\\]/u.test(name)
  )
}

function refused(message: string): ProtocolError {
  return new ProtocolError(RPC_CODES.refused, message)
}
