import { readFileSync } from 'node:fs'
import type { StoreClient } from './connection.ts'

const COMMANDS = new URL('../commands/', import.meta.url)

/** Each script in `commands/` by name, with the number of keys it touches: all of them, declared. */
export const SCRIPTS = {
  'acquire-lock': { numberOfKeys: 1 },
  'renew-lock': { numberOfKeys: 1 },
  'report-lock': { numberOfKeys: 1 },
  'release-lock': { numberOfKeys: 1 },
  'raise-stop': { numberOfKeys: 1 },
  'write-state': { numberOfKeys: 1 },
  'append-log': { numberOfKeys: 1 },
  'settle-outcomes': { numberOfKeys: 1 },
  'hold-lease': { numberOfKeys: 1 },
  'release-lease': { numberOfKeys: 1 },
} as const

export type ScriptName = keyof typeof SCRIPTS
type Run = (...args: readonly (string | number)[]) => Promise<unknown>

/** Loads a script into a client once; answers the function that runs it: keys first, then arguments. */
export function defineScript(client: StoreClient, name: ScriptName): Run {
  const command = `muster:${name}`
  const commands = client as unknown as Record<string, Run | undefined>
  if (commands[command] === undefined) {
    const lua = readFileSync(new URL(`${name}.lua`, COMMANDS), 'utf8')
    client.defineCommand(command, { lua, numberOfKeys: SCRIPTS[name].numberOfKeys })
  }
  return (...args) =>
    commands[command]?.apply(client, [...args]) ?? Promise.reject(new Error(`no ${command}`))
}
