import type { Json } from '@muster/core'
import { costOf, parseExpression } from '../cel/expression.ts'
import type { Reads } from '../cel/reads.ts'
import { type Fault, fault } from '../fault.ts'
import { recordOf } from '../json.ts'
import type { Outline, OutlineStage } from '../outline.ts'
import { isVisible, namesFor, resolve } from '../resolve.ts'
import { didYouMean, nearest } from '../suggest.ts'
import type { StageUse } from './reads.ts'
import { foreachStage } from './requires.ts'
import { type Site, sitesOf } from './sites.ts'

/**
 * Expressions that cannot be read or name what is not there; `uses` receives every stage that is read. `allowance`
 * bounds what reading them all may cost.
 */
export function* checkExpressions(
  outline: Outline,
  document: Json,
  uses: StageUse[],
  allowance: number,
): Generator<Fault> {
  const inputs = Object.keys(recordOf(recordOf(document)['inputs']))
  const seen = new Set<string>()
  let left = allowance
  for (const stage of outline.stages)
    for (const site of sitesOf(stage)) {
      if (site.source !== null && !seen.has(site.source)) left -= costOf(site.source)
      if (left < 0) return yield tooMany(site)
      const reads = yield* readSite(site)
      if (site.source !== null && !seen.has(site.source) && reads === null) left -= costOf(site.source)
      seen.add(site.source ?? '')
      if (reads === null) continue
      yield* checkInputReads(site, reads, inputs)
      yield* checkItem(stage, site, reads)
      yield* checkStageReads(outline, stage, site, reads, uses)
    }
}

function tooMany({ at }: Site): Fault {
  return fault(at, 'TOO_LARGE', 'The document has more expressions than the limit, up to here.', {
    expected: 'fewer or shorter expressions',
    hint: 'split the pipeline',
  })
}

function* readSite({ at, source, text }: Site): Generator<Fault, Reads | null> {
  if (source === null) {
    yield fault(at, 'EXPRESSION', 'A `${{` is not closed.', { expected: '`${{ CEL }}`', hint: 'add `}}`' })
    return null
  }
  const parsed = parseExpression(source)
  if (!('problem' in parsed)) return parsed.reads
  const wrapped = !text && source.includes('${{')
  yield fault(at, 'EXPRESSION', `The expression cannot be used: ${parsed.problem}.`, {
    expected: 'CEL over `inputs`, `stages` and `item`',
    hint: wrapped ? 'write the expression alone, without `${{ }}`' : null,
  })
  return null
}

function* checkInputReads({ at }: Site, reads: Reads, inputs: readonly string[]): Generator<Fault> {
  for (const name of new Set(reads.inputs))
    if (!inputs.includes(name))
      yield fault(at, 'UNKNOWN_INPUT', `No input \`${name.slice(0, 64)}\` is declared.`, {
        expected: 'an input of the pipeline',
        hint: () => didYouMean(name, inputs) ?? 'declare it under `inputs`',
      })
}

function* checkItem(stage: OutlineStage, { at }: Site, { item }: Reads): Generator<Fault> {
  if (item && stage.foreach.length === 0)
    yield fault(at, 'ITEM', 'There is no `item` here.', {
      expected: '`item` only in the stages of a `foreach`',
    })
}

function* checkStageReads(
  outline: Outline,
  stage: OutlineStage,
  { at, decided }: Site,
  { stages }: Reads,
  uses: StageUse[],
): Generator<Fault> {
  for (const path of new Set(stages.map((read) => read.path))) {
    const read = resolve(outline, stage, path)
    if (decided === 'before the run')
      yield fault(
        at,
        'EXPRESSION',
        `\`stages\` cannot be read here: this is decided before any stage runs.`,
        {
          expected: 'CEL over `inputs`, and `item` inside a `foreach`',
          hint: 'give it to the template as a text under `config.inputs`',
        },
      )
    else if (read === null) yield unknownRead(outline, stage, at, path)
    else if (!isVisible(stage, read)) yield foreachStage(stage, read, at)
    else uses.push({ at, reader: stage, read })
  }
}

function unknownRead(outline: Outline, stage: OutlineStage, at: Fault['at'], path: string): Fault {
  return fault(at, 'UNKNOWN_STAGE', `There is no stage \`${path.slice(0, 64)}\`.`, {
    expected: 'a stage that this one requires, as `stages.plan` or `stages["checks.lint"]`',
    hint: () => readHint(path, namesFor(outline, stage)),
  })
}

/** `stages.my-stage` is read as a subtraction from `stages.my`: so names that go on with a dash come first. */
function readHint(path: string, names: readonly string[]): string | null {
  const near = names.find((name) => name.startsWith(`${path}-`)) ?? nearest(path, names)
  if (near === null) return didYouMean(path, names)
  return `did you mean \`${/^\w+$/.test(near) ? `stages.${near}` : `stages["${near}"]`}\`?`
}
