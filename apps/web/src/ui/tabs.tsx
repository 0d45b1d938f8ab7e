import { type KeyboardEvent, type ReactNode, useId } from 'react'

interface TabsProps {
  /** What they are parts of. */
  readonly name: string
  readonly tabs: readonly { readonly name: string; readonly content: () => ReactNode }[]
  /** The name of the one that is shown; the first when it is none of them. */
  readonly chosen: string | null
  readonly onChoose: (name: string) => void
}

/** Parts of which one is shown at a time; arrows go from one to the next. */
export function Tabs({ name, tabs, chosen, onChoose }: TabsProps) {
  const id = useId()
  const at = Math.max(
    0,
    tabs.findIndex((tab) => tab.name === chosen),
  )

  function move(event: KeyboardEvent<HTMLDivElement>): void {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key]
    const next = to === undefined ? undefined : tabs.at(to % tabs.length)
    if (next === undefined) return
    event.preventDefault()
    onChoose(next.name)
    event.currentTarget.querySelector<HTMLElement>(`[data-name="${next.name}"]`)?.focus()
  }

  return (
    <>
      <div className="tabs" role="tablist" tabIndex={-1} aria-label={name} onKeyDown={move}>
        {tabs.map((tab, index) => (
          <button
            key={tab.name}
            type="button"
            role="tab"
            id={`${id}-${tab.name}`}
            data-name={tab.name}
            aria-selected={index === at}
            aria-controls={`${id}-panel`}
            tabIndex={index === at ? 0 : -1}
            onClick={() => onChoose(tab.name)}
          >
            {tab.name}
          </button>
        ))}
      </div>
      <div
        className="tab-panel"
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${tabs[at]?.name ?? ''}`}
      >
        {tabs[at]?.content()}
      </div>
    </>
  )
}
