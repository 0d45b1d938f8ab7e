import { Dialog } from '../dialog.tsx'
import type { Shortcut } from './shortcut.ts'

interface ShortcutListProps {
  readonly shortcuts: readonly Shortcut[]
  readonly used: boolean
  readonly onUse: (used: boolean) => void
  readonly onClose: () => void
}

/** All shortcuts that there are where one is, and the switch that turns them off. */
export function ShortcutList({ shortcuts, used, onUse, onClose }: ShortcutListProps) {
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      <dl className="keys">
        <Row keys="?" says="This list" />
        {shortcuts.map(({ keys, says }) => (
          <Row key={keys} keys={keys} says={says} />
        ))}
        <Row keys="Esc" says="Close what is open" />
      </dl>
      <label className="check">
        <input type="checkbox" checked={used} onChange={({ target }) => onUse(target.checked)} />
        Use single keys
      </label>
    </Dialog>
  )
}

function Row({ keys, says }: { readonly keys: string; readonly says: string }) {
  return (
    <div>
      <dt>
        {keys.split(' ').map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{says}</dd>
    </div>
  )
}
