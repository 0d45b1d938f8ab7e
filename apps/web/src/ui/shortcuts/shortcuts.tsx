import { createContext, type ReactNode, use, useEffect, useRef, useState } from 'react'
import { type Begun, isSearchKey, press } from './keys.ts'
import type { Shortcut } from './shortcut.ts'
import { ShortcutList } from './shortcut-list.tsx'
import { readUse, writeUse } from './use-of-shortcuts.ts'

interface Registry {
  /** Adds shortcuts on top of the others; answers how to take them away. */
  readonly add: (shortcuts: () => readonly Shortcut[]) => () => void
  /** Shows all that there are. */
  readonly list: () => void
}

const RegistryContext = createContext<Registry | null>(null)

/**
 * Holds the shortcuts of the page and what lists them at `?`.
 *
 * S1. None acts while a dialog is open, and none but Ctrl+K while somebody types: see `isTaken`.
 * S2. People can turn all of them off, and find the list by a button as well.
 */
export function Shortcuts({ children }: { readonly children: ReactNode }) {
  const layers = useRef<(() => readonly Shortcut[])[]>([])
  const [listed, setListed] = useState<readonly Shortcut[] | null>(null)
  const [used, setUsed] = useState(readUse)
  const [registry] = useState<Registry>(() => ({
    add(shortcuts) {
      layers.current.unshift(shortcuts)
      return () => void layers.current.splice(layers.current.indexOf(shortcuts), 1)
    },
    list: () => setListed(current()),
  }))

  /** Those of the newest layer first; what it takes, the others no longer have. */
  function current(): readonly Shortcut[] {
    const all = layers.current.flatMap((layer) => layer())
    return all.filter(({ keys }, index) => all.findIndex((one) => one.keys === keys) === index)
  }

  useEffect(() => {
    if (!used) return
    let begun: Begun | null = null
    const onKey = (event: KeyboardEvent): void => {
      if (isTaken(event)) return
      const shortcuts = current()
      const known = ['?', ...shortcuts.map(({ keys }) => keys)]
      const came = press(event, begun, known, event.timeStamp)
      begun = came.begun
      if (came.whole === null) return
      event.preventDefault()
      if (came.whole === '?') setListed(shortcuts)
      else shortcuts.find(({ keys }) => keys === came.whole)?.run()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [used])

  return (
    <RegistryContext value={registry}>
      {children}
      {listed !== null && (
        <ShortcutList
          shortcuts={listed}
          used={used}
          onUse={(use) => {
            writeUse(use)
            setUsed(use)
          }}
          onClose={() => setListed(null)}
        />
      )}
    </RegistryContext>
  )
}

/** Shortcuts that there are while what calls this is shown. Whoever calls it last takes keys from the others. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const { add } = useRegistry()
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  useEffect(() => add(() => latest.current), [add])
}

/** Shows the list of shortcuts. */
export function useShortcutList(): () => void {
  return useRegistry().list
}

function useRegistry(): Registry {
  const registry = use(RegistryContext)
  if (registry === null) throw new Error('nothing holds shortcuts')
  return registry
}

/** Whether a key belongs to what has the focus: something to type into, or a dialog. */
function isTaken(event: KeyboardEvent): boolean {
  const [target] = event.composedPath()
  if (document.querySelector('dialog[open]') !== null) return true
  if (isSearchKey(event)) return false
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.matches('textarea, select, [role="listbox"], [role="menu"]'))
    return true
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
  )
}
