import { TIER_NAMES, TIERS } from '@muster/core'
import { type Fault, fault } from '../fault.ts'
import { recordOf } from '../json.ts'
import { isForeach, type Outline, type OutlineStage } from '../outline.ts'
import { requirementsOf } from '../resolve.ts'
import type { TemplateSource } from '../templates.ts'
import { templateOf } from './templates.ts'
import type { TimeOrder } from './time-order.ts'

/**
 * Stages with a tier above that of their template that could start without an approval. All requirements of a stage
 * must hold, so one that cannot succeed without an approved gate is enough; containers guard what is in them.
 */
export function* checkTiers(outline: Outline, time: TimeOrder, templates: TemplateSource): Generator<Fault> {
  const guarded = guardedStages(outline, time)
  for (const stage of outline.stages) {
    const given = recordOf(stage.body['config'])['tier']
    const tier = TIERS.find((known) => known === given)
    const template = stage.type === 'agent' ? templateOf(stage, templates) : null
    if (tier === undefined || template === null) continue
    if (tier > (template.maxTier ?? 4))
      yield fault(
        [...stage.at, 'config', 'tier'],
        'TIER_ABOVE_TEMPLATE',
        `\`${stage.path}\` is to run at tier ${tier} (${TIER_NAMES[tier]}); its template \`${template.name}\` never runs above ${template.maxTier}.`,
        { expected: `tier ${template.maxTier} or lower` },
      )
    else if (tier > template.tier && !guarded.has(stage))
      yield fault(
        [...stage.at, 'config', 'tier'],
        'TIER_ABOVE_TEMPLATE',
        `\`${stage.path}\` is to run at tier ${tier} (${TIER_NAMES[tier]}); its template \`${template.name}\` allows ${template.tier}.`,
        {
          expected: `tier ${template.tier} or lower, or a gate that must be approved before`,
          hint: 'require a gate, with `requires_result: succeeded`',
        },
      )
  }
}

/** The stages that cannot start unless a gate was approved. */
function guardedStages(outline: Outline, time: TimeOrder): ReadonlySet<OutlineStage> {
  const guarded = new Set<OutlineStage>()
  const proves = new Set<OutlineStage>()
  for (const moment of time.order) {
    const stage = outline.stages[moment >> 1]
    if (stage === undefined) continue
    if (moment % 2 === 0) {
      const { container } = stage
      const needed =
        needsSuccess(stage) && requirementsOf(outline, stage).some((required) => proves.has(required))
      if (needed || (container !== null && guarded.has(container))) guarded.add(stage)
    } else if (stage.type === 'gate' || guarded.has(stage) || containsProof(outline, stage, proves))
      proves.add(stage)
  }
  return guarded
}

/** Whether a container cannot succeed without an approved gate inside it. */
function containsProof(outline: Outline, stage: OutlineStage, proves: ReadonlySet<OutlineStage>): boolean {
  const branches = stage.branches.map(({ stages }) =>
    stages.some((inner) => proves.has(inner) && runsWithBranch(outline, inner)),
  )
  if (stage.type === 'condition') return branches.length === 2 && branches.every(Boolean)
  return stage.type === 'parallel' && !isForeach(stage) && branches.some(Boolean)
}

/** Whether a stage is skipped only when its branch fails: no `when`, and requirements of the same kind in the same container. */
function runsWithBranch(outline: Outline, stage: OutlineStage): boolean {
  for (let current: OutlineStage | undefined = stage; current !== undefined; ) {
    if (current.body['when'] !== undefined || !needsSuccess(current)) return false
    const required = requirementsOf(outline, current)
    if (required.length > 1 || required.some(({ container }) => container !== stage.container)) return false
    current = required[0]
  }
  return true
}

function needsSuccess({ body }: OutlineStage): boolean {
  return body['requires_result'] === undefined || body['requires_result'] === 'succeeded'
}
