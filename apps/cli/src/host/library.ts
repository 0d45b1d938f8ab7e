import { resolve } from 'node:path'
import {
  type LoadedTemplates,
  loadPipelines,
  loadTemplates,
  SHIPPED_PIPELINES,
  SHIPPED_TEMPLATES,
} from '@muster/engine'

export interface Place {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The templates of `./templates` (or MUSTER_TEMPLATES) and those that Muster ships; the former count. */
export function templatesOf({ cwd, env }: Place): Promise<LoadedTemplates> {
  return loadTemplates([resolve(cwd, env['MUSTER_TEMPLATES'] || 'templates'), SHIPPED_TEMPLATES])
}

/** Pipelines that may be run by name: those of `./pipelines` (or MUSTER_PIPELINES) and those that Muster ships. */
export function pipelinesOf({ cwd, env }: Place): Promise<ReadonlyMap<string, string>> {
  return loadPipelines([resolve(cwd, env['MUSTER_PIPELINES'] || 'pipelines'), SHIPPED_PIPELINES])
}
