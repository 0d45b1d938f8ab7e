import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, lstat, open, realpath, rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { belowRoot, type DeclarationOf, type JsonObject, sha256 } from '@muster/core'
import {
  effectFailed,
  type EffectOutcome,
  type EffectPlace,
  type PreparedEffect,
  readBody,
  strangeParameter,
} from './prepared-effect.ts'

/**
 * Writes one file below a root.
 *
 * F1. Below the root no symbolic link is followed: every directory on the way is opened by the one before it, so that
 *     nobody can swap one between a check and its use.
 * F2. The file is there whole or not at all: it is written beside its place and renamed into it.
 * F3. It is done when the disk has confirmed it. What does not depend on each other is done at the same time: each step
 *     is a way to another thread and back.
 */
export function prepareFileWrite(
  declaration: DeclarationOf<'file.write'>,
  target: string,
  parameters: JsonObject,
  { projectDir }: EffectPlace,
): PreparedEffect {
  const strange = strangeParameter(parameters, ['content', 'encoding'])
  if (strange !== null) return { problem: strange }
  const body = readBody(parameters['content'], parameters['encoding'], declaration.maxBytes)
  if (body.problem !== null) return body
  const { bytes } = body
  return {
    problem: null,
    async run(signal) {
      const root = declaration.roots.find((one) => belowRoot(target, one) !== null)
      if (root === undefined) return effectFailed('no root holds it')
      const names = (belowRoot(target, root) ?? '').split('/')
      const opened: FileHandle[] = []
      try {
        const directory = await walk(await realpath(resolve(projectDir, root)), names.slice(0, -1), opened)
        return await place(directory, names.at(-1) ?? '', bytes, signal)
      } catch (error) {
        return effectFailed(reasonOf(error))
      } finally {
        for (const handle of opened) void handle.close().catch(() => {})
      }
    },
  }
}

const DIRECTORY = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW

const inside = (directory: FileHandle, name: string): string => `/proc/self/fd/${directory.fd}/${name}`

async function walk(root: string, names: readonly string[], opened: FileHandle[]): Promise<FileHandle> {
  let directory = await open(root, DIRECTORY)
  opened.push(directory)
  for (const name of names) {
    directory = await open(inside(directory, name), DIRECTORY)
    opened.push(directory)
  }
  return directory
}

async function place(
  directory: FileHandle,
  name: string,
  bytes: Buffer,
  signal: AbortSignal,
): Promise<EffectOutcome> {
  const path = inside(directory, name)
  const temporary = inside(directory, `.muster-${randomUUID()}`)
  const [before, file] = await Promise.all([lstat(path).catch(() => null), open(temporary, 'wx', 0o600)])
  try {
    if (before?.isDirectory() === true) return await undo(temporary, 'there is a directory in its place')
    const mode = before?.isFile() === true ? before.mode & 0o777 : 0o644
    await Promise.all([file.writeFile(bytes), file.chmod(mode)])
    await file.sync()
    if (signal.aborted) return await undo(temporary, 'it was stopped')
    await rename(temporary, path)
  } catch (error) {
    return await undo(temporary, reasonOf(error))
  } finally {
    void file.close().catch(() => {})
  }
  const synced = await directory.sync().then(
    () => true,
    () => false,
  )
  const result = { bytes: bytes.length, digest: `sha256:${sha256(bytes)}`, replaced: before !== null }
  return synced
    ? { ended: 'done', reason: null, result, told: {} }
    : { ended: 'unknown', reason: 'the disk did not confirm it', result, told: {} }
}

async function undo(temporary: string, reason: string): Promise<EffectOutcome> {
  await rm(temporary, { force: true })
  return effectFailed(reason)
}

/** Without the path that only this process knows. */
function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'its directory does not exist'
  if (code === 'ELOOP' || code === 'ENOTDIR') return 'a directory on its way is a symbolic link, or none'
  return code ?? 'it could not be written'
}
