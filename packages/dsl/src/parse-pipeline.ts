import type { Json, Problem } from '@muster/core'
import { checkExpressions } from './check/expressions.ts'
import { checkGates } from './check/gates.ts'
import { checkInputSpecs } from './check/inputs.ts'
import { checkNames } from './check/names.ts'
import { checkUpstream, type StageUse } from './check/reads.ts'
import { checkRequires } from './check/requires.ts'
import { checkShapes } from './check/shapes.ts'
import { checkTemplates } from './check/templates.ts'
import { checkTiers } from './check/tiers.ts'
import { timeOrderOf } from './check/time-order.ts'
import type { Fault } from './fault.ts'
import { outlineOf } from './outline.ts'
import { report } from './report.ts'
import type { Pipeline } from './schema/pipeline.ts'
import { schemaFaults } from './schema/validate.ts'
import type { TemplateSource } from './templates.ts'
import { type Bounds, boundsFor } from './yaml/bounds.ts'
import { readDocument } from './yaml/document.ts'

export type ParsedPipeline =
  | { readonly pipeline: Pipeline; readonly problems: readonly [] }
  | { readonly pipeline: null; readonly problems: readonly Problem[] }

export interface ParseOptions {
  /** What to call the document in messages about it. */
  readonly file: string
  readonly templates: TemplateSource
  /** Larger documents are refused unread. Default: 1 MiB. */
  readonly maxBytes?: number
}

/** Reads a pipeline. It never throws for bad input: every fault is reported at its place, in their order. */
export function parsePipeline(text: string | Uint8Array, options: ParseOptions): ParsedPipeline {
  const bounds = boundsFor(text.length, options.maxBytes)
  const { source, faults: textFaults, lines } = readDocument(text, bounds)
  const faults = source === null ? [] : faultsOf(source.data, options.templates, bounds)
  if (source !== null && textFaults.length === 0 && faults.length === 0)
    return { pipeline: source.data as unknown as Pipeline, problems: [] }
  return { pipeline: null, problems: report(options.file, lines, source, textFaults, faults) }
}

function faultsOf(document: Json, templates: TemplateSource, bounds: Bounds): readonly Fault[] {
  const outline = outlineOf(document)
  const uses: StageUse[] = []
  const time = timeOrderOf(outline)
  const faults = [
    ...schemaFaults('pipeline', document),
    ...checkInputSpecs(document),
    ...checkNames(outline),
    ...checkShapes(outline),
    ...checkRequires(outline),
    ...time.faults,
    ...checkTemplates(outline, templates),
    ...checkGates(outline, templates, uses),
    ...checkExpressions(outline, document, uses, bounds.expressions),
  ]
  if (time.faults.length > 0) return faults
  return [...faults, ...checkUpstream(uses, time), ...checkTiers(outline, time, templates)]
}
