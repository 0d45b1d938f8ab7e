import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { WEB } from '../src/handlers/page.ts'

const MOST_BYTES = 400_000

/** The scripts that a script imports before it runs; what it imports when it is needed is not among them. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(WEB, file), 'utf8')
  const found = text.matchAll(
    /(?:^|[;}\s])(?:import|export)\s*(?:[\w*{}$,\s]+?\s*from\s*)?["'](\.\/[^"']+)["']/g,
  )
  return [...found].map(([, path = '']) => join('assets', path))
}

it('the first page takes less than 400 kB of scripts, as they are sent', () => {
  const html = readFileSync(join(WEB, 'index.html'), 'utf8')
  const files = new Set<string>()
  const open = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, file]) => file ?? '')
  expect(open.length).toBeGreaterThan(0)
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue
    files.add(file)
    open.push(...importsOf(file))
  }
  const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(WEB, file))).length, 0)
  // React alone is 50 kB: less would mean that the scripts were not found.
  expect(bytes).toBeGreaterThan(50_000)
  expect(bytes).toBeLessThan(MOST_BYTES)
})

it('nothing that the build made names another host to ask', () => {
  const html = readFileSync(join(WEB, 'index.html'), 'utf8')
  expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
})
