import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

/** Pictures of what the tests saw, to be looked at: nothing reads them. */
const PICTURES = new URL('../../test-output/pages/', import.meta.url).pathname
const WIDTHS = [1440, 768, 390] as const
const COLOURS = ['light', 'dark'] as const
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * Looks at a page as people do: a picture at each width in light and in dark, and what axe finds serious or critical in
 * each of the two at the widest and the narrowest, as texts that name the rule and the element.
 */
export async function look(page: Page, name: string): Promise<readonly string[]> {
  mkdirSync(PICTURES, { recursive: true })
  const before = page.viewportSize()
  const found: string[] = []
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 })
    for (const colorScheme of COLOURS) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      // What is still on its way from one colour to the other is shown at its end.
      const path = join(PICTURES, `${name}-${width}-${colorScheme}.png`)
      await page.screenshot({ path, fullPage: true, animations: 'disabled' })
      if (width !== 768)
        found.push(...(await serious(page)).map((text) => `${width} ${colorScheme}: ${text}`))
    }
  }
  await page.emulateMedia({ colorScheme: null })
  if (before !== null) await page.setViewportSize(before)
  return found
}

async function serious(page: Page): Promise<readonly string[]> {
  // Evaluated, not loaded as a script: the page's policy refuses scripts that are not its own, as it should.
  await page.evaluate(AXE)
  const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
    )
}
