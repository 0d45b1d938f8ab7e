import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_LEDGER_PATH, templateId, tellWithdrawn, type TemplateView } from '@muster/core'
import { type ParsedPipeline, parsePipeline, type TemplateSource, templateSource } from '@muster/dsl'
import type { Context } from './context.ts'
import { templatesOf } from './host/library.ts'

/**
 * Reads a pipeline with the templates of this machine; one with faults once more with those of the Muster at hand, where
 * others may have been published. `mayStart`: for a template that is not here a Muster is started to be asked, where there was one.
 */
export async function parseHere(
  context: Context,
  document: string | Uint8Array,
  file: string,
  mayStart: boolean,
): Promise<{ readonly parsed: ParsedPipeline; readonly source: TemplateSource }> {
  const { source } = await templatesOf(context.io)
  const parsed = parsePipeline(document, { file, templates: source })
  if (parsed.pipeline !== null) return { parsed, source }
  const unknown = parsed.problems.every(({ code }) => code === 'UNKNOWN_TEMPLATE')
  const known = await templatesAt(context, mayStart && unknown)
  if (known === null) return { parsed, source }
  const all = sourceOf(known)
  return { parsed: parsePipeline(document, { file, templates: all }), source: all }
}

/** The templates of the Muster at hand; null when there is none, or none that answers. */
async function templatesAt(context: Context, mayStart: boolean): Promise<readonly TemplateView[] | null> {
  const { namedMuster, runningMuster } = await import('./host/reach.ts')
  const muster = (await namedMuster(context)) ?? (await runningMuster(context))?.muster ?? null
  if (muster !== null) return muster.templates().catch(() => null)
  const { home, io } = context
  if (!mayStart || !(existsSync(join(home, DEFAULT_LEDGER_PATH)) || io.env['MUSTER_LEDGER_URL'])) return null
  const { withMuster } = await import('./with-muster.ts')
  let found: readonly TemplateView[] = []
  await withMuster(context, async (started) => {
    found = await started.templates()
    return 0
  })
  return found
}

function sourceOf(known: readonly TemplateView[]): TemplateSource {
  const usable = known.filter(({ withdrawn }) => withdrawn === null)
  const withheld = known.flatMap(({ withdrawn, ...template }) =>
    withdrawn === null
      ? []
      : [
          {
            name: template.name,
            version: template.version,
            why: tellWithdrawn(templateId(template), withdrawn),
          },
        ],
  )
  return templateSource(usable, withheld)
}
