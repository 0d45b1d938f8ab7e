import {
  digestOf,
  type Published,
  publishedBy,
  tellWithdrawn,
  type Template,
  templateId,
  templateRevocation,
  type TemplateRow,
  type TemplateView,
} from '@muster/core'
import {
  createPipelineParser,
  type ParsedPipeline,
  type PipelineParser,
  type TemplateSource,
  templateSource,
  type Withheld,
} from '@muster/dsl'
import type { EngineDeps } from './deps.ts'
import { createPipelineExpander, type PipelineExpander } from './pipeline-expander.ts'
import type { RevocationRegister } from './revocation-register.ts'

/** What reads pipelines with one set of templates. */
export interface PipelineReader {
  readonly parse: PipelineParser
  readonly expand: PipelineExpander
}

/** The templates of each tenant: those that it published, and those of the files that all tenants share. */
export interface Catalogue {
  /** What reads pipelines of a tenant, as far as this process knows it. It costs nothing for one that published nothing. */
  readerOf(tenant: string): Promise<PipelineReader>
  /** Reads a pipeline of a tenant; one with faults again, when templates were published or withdrawn elsewhere since. */
  read(
    tenant: string,
    text: string,
    file: string,
  ): Promise<{ readonly parsed: ParsedPipeline; readonly expand: PipelineExpander }>
  /** All of them, in order of name, the highest version first; also those that no new run may use. */
  list(tenant: string): Promise<readonly TemplateView[]>
}

interface Stock {
  readonly published: Published
  /** Those that new runs may use, by `name@version`. */
  readonly templates: ReadonlyMap<string, Template>
  readonly reader: PipelineReader
}

/**
 * K1. What a tenant published counts before a file of the same name and version: it cannot have changed since, and it is
 *     known who answers for it. Of different versions the highest within a range counts, wherever it is from.
 * K2. A version that was withdrawn is nobody's any more: a file of the same name and version does not count either.
 * K3. What the ledger holds otherwise than the tenant's chain tells does not count: nothing is made of it.
 */
export function createCatalogue(
  { ledger, log, templates: files }: Pick<EngineDeps, 'ledger' | 'log' | 'templates'>,
  register: RevocationRegister,
): Catalogue {
  const shared = readerFor(files, publishedBy(register.known(), ''))
  const stocks = new Map<string, Stock>()

  async function read(
    tenant: string,
    published: Published,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, Template>> {
    const rows = ids.length === 0 ? [] : await ledger.of(tenant).templates(tenant, ids)
    const whole = rows.filter((row) => isWhole(row) && published.get(templateId(row))?.digest === row.digest)
    if (whole.length < ids.length)
      log.error(
        { tenant, found: whole.length, of: ids.length },
        'published templates are not what was published',
      )
    return new Map(whole.map((row) => [templateId(row), row.body]))
  }

  async function stockOf(tenant: string): Promise<Stock | null> {
    const published = publishedBy(register.known(), tenant)
    if (published.size === 0) return null
    const before = stocks.get(tenant)
    if (before?.published === published) return before
    const usable = [...published].filter(([, { withdrawn }]) => withdrawn === null).map(([id]) => id)
    const kept = before?.templates ?? new Map<string, Template>()
    const more = await read(
      tenant,
      published,
      usable.filter((id) => !kept.has(id)),
    )
    const templates = new Map(
      usable.flatMap((id): [string, Template][] => {
        const template = kept.get(id) ?? more.get(id)
        return template === undefined ? [] : [[id, template]]
      }),
    )
    const source = templateSource([...sharedWith(published), ...templates.values()], withheldIn(published))
    const stock = { published, templates, reader: readerFor(source, published) }
    stocks.set(tenant, stock)
    return stock
  }

  /** The templates of files that count beside what a tenant published. */
  function sharedWith(published: Published): readonly Template[] {
    return allOf(files).filter((template) => !published.has(templateId(template)))
  }

  const readerOf = async (tenant: string): Promise<PipelineReader> =>
    (await stockOf(tenant))?.reader ?? shared

  return {
    readerOf,
    async read(tenant, text, file) {
      const { parse, expand } = await readerOf(tenant)
      const parsed = parse(text, file)
      if (parsed.pipeline !== null) return { parsed, expand }
      await register.refresh()
      const newer = await readerOf(tenant)
      return newer.parse === parse
        ? { parsed, expand }
        : { parsed: newer.parse(text, file), expand: newer.expand }
    },
    async list(tenant) {
      await register.refresh()
      const published = publishedBy(register.known(), tenant)
      const own = await read(tenant, published, [...published.keys()])
      const all = templateSource([...sharedWith(published), ...own.values()])
      return allOf(all).map((template): TemplateView => {
        const version = published.get(templateId(template)) ?? null
        const revoked = templateRevocation(register.known(), tenant, templateId(template))
        return {
          ...template,
          published: version === null ? null : { by: version.by, at: version.at },
          withdrawn: version?.withdrawn ?? null,
          revoked: revoked === null ? null : { by: revoked.by, at: revoked.at, reason: revoked.reason },
        }
      })
    },
  }
}

function readerFor(source: TemplateSource, published: Published): PipelineReader {
  return { parse: createPipelineParser(source), expand: createPipelineExpander(source, published) }
}

function allOf(source: TemplateSource): readonly Template[] {
  return source
    .names()
    .flatMap((name) => source.versions(name).flatMap((version) => source.find(name, version) ?? []))
}

function withheldIn(published: Published): readonly Withheld[] {
  return [...published].flatMap(([id, { withdrawn }]): Withheld[] => {
    if (withdrawn === null) return []
    const at = id.lastIndexOf('@')
    return [{ name: id.slice(0, at), version: id.slice(at + 1), why: tellWithdrawn(id, withdrawn) }]
  })
}

function isWhole({ name, version, digest, body: { digest: claimed, ...body } }: TemplateRow): boolean {
  return body.name === name && body.version === version && claimed === digest && digestOf(body) === digest
}
