import type { Page } from 'playwright-core'

/** So often at most is Tab pressed on one page. */
const MOST = 400

/** Said as texts: they are for the browser, which has what this process has not. */
const CONTROLS = String.raw`(() => {
  const isControl = (one) => one.matches('a[href], button, input, select, textarea, summary, [tabindex="0"], [role="tab"]')
  const shows = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0
  const nameOf = (one) => (one.tagName + ' ' + (one.getAttribute('aria-label') ?? one.textContent ?? '')).trim().slice(0, 60)
  const kept = []
  for (const one of document.querySelectorAll('*')) {
    if (!shows(one)) continue
    if (isControl(one) && !one.disabled) {
      one.dataset.walk = kept.length
      kept.push({ name: nameOf(one), reached: false, group: groupOf(one) })
    } else if (getComputedStyle(one).cursor === 'pointer' && !one.closest('a[href], button, label, select, summary, [tabindex="0"]'))
      kept.push({ name: 'only to be clicked: ' + nameOf(one), reached: false, group: null })
  }
  // Of radio buttons and tabs one is reached, and arrows go to the others.
  function groupOf(one) {
    if (one.type === 'radio') return 'radio ' + one.name
    return one.getAttribute('role') === 'tab' ? 'tabs ' + one.closest('[role="tablist"]').getAttribute('aria-label') : null
  }
  return kept
})()`

const FOCUSED = String.raw`(() => {
  let one = document.activeElement
  if (one === document.body) return { at: -1, seen: true }
  const at = one.dataset.walk
  while (one.shadowRoot?.activeElement) one = one.shadowRoot.activeElement
  const marks = (of) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(of)
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
  }
  const box = one.getBoundingClientRect()
  const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
  // The box of a choice shows it for its button.
  const marked = marks(one) || (one.closest('label') !== null && marks(one.closest('label')))
  return { at: at === undefined ? null : Number(at), seen: inView && (marked || one.closest('.cm-focused') !== null) }
})()`

interface Control {
  readonly name: string
  readonly group: string | null
}

/** The controls of a page that Tab does not reach, or that do not show that they have the focus. */
export async function outOfReach(page: Page): Promise<readonly string[]> {
  await page.evaluate('document.activeElement?.blur()')
  const controls = await page.evaluate<readonly Control[]>(CONTROLS)
  const reached = new Set<number>()
  const unseen = new Set<number>()
  for (let press = 0, before = -1; press < MOST; press += 1) {
    await page.keyboard.press('Tab')
    const { at, seen } = await page.evaluate<{ at: number | null; seen: boolean }>(FOCUSED)
    // What came later than the list of controls is passed over.
    if (at === null) continue
    if (at < 0) {
      // Past the last one the focus leaves the page, and comes in again at the first.
      if (reached.size === before) break
      before = reached.size
      continue
    }
    if (reached.has(at) && reached.size === controls.length) break
    reached.add(at)
    if (!seen) unseen.add(at)
  }
  const groups = new Set([...reached].map((at) => controls[at]?.group))
  return controls.flatMap(({ name, group }, at) => {
    if (unseen.has(at)) return [`has the focus unseen: ${name}`]
    return reached.has(at) || (group !== null && groups.has(group)) ? [] : [name]
  })
}

const WORDLESS = String.raw`[...document.querySelectorAll('.status, .stage-node:not([data-box="true"]), .stage-row')]
  .filter((one) => one.checkVisibility() && (one.querySelector('.symbol, .mark') === null || one.textContent.trim() === ''))
  .map((one) => one.outerHTML.slice(0, 200))`

/** What tells a state by its colour alone: without a shape, or without a word. */
export function toldByColour(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(WORDLESS)
}
