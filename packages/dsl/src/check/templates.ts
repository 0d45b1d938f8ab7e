import type { Json, Template } from '@muster/core'
import { hasExpression } from '../cel/text.ts'
import { type Fault, fault } from '../fault.ts'
import { misfit } from '../input-spec.ts'
import { isRecord, recordOf } from '../json.ts'
import type { Outline, OutlineStage } from '../outline.ts'
import { didYouMean } from '../suggest.ts'
import { isRange, splitTemplate, type TemplateSource } from '../templates.ts'

/** The template of a stage, or null when there is none. */
export function templateOf(stage: OutlineStage, templates: TemplateSource): Template | null {
  const reference = stage.body['template'] ?? 'default'
  if (typeof reference !== 'string') return null
  const { name, range } = splitTemplate(reference)
  return templates.find(name, range)
}

/** Templates that are not known, and inputs that do not fit them. */
export function* checkTemplates(outline: Outline, templates: TemplateSource): Generator<Fault> {
  for (const stage of outline.stages) {
    if (stage.type !== 'agent') continue
    const template = templateOf(stage, templates)
    if (template === null) yield* unknownTemplate(stage, templates)
    else yield* checkGiven(stage, template)
  }
}

function* unknownTemplate(stage: OutlineStage, templates: TemplateSource): Generator<Fault> {
  const reference = stage.body['template'] ?? 'default'
  if (typeof reference !== 'string') return
  const { name, range } = splitTemplate(reference)
  const at = [...stage.at, 'template']
  const versions = templates.versions(name)
  const withheld = templates.withheld(name, range)
  const expected = `one of ${versions.slice(0, 10).join(', ')}`
  if (range !== null && !isRange(range))
    yield fault(at, 'VERSION', `\`${range.slice(0, 64)}\` is not a semver range.`, {
      expected: 'a range such as `^1.2` or `2.x`',
    })
  else if (withheld !== null)
    yield fault(at, 'UNKNOWN_TEMPLATE', withheld, versions.length > 0 ? { expected } : {})
  else if (versions.length > 0)
    yield fault(at, 'UNKNOWN_TEMPLATE', `Template \`${name}\` has no version within \`${range ?? '*'}\`.`, {
      expected,
    })
  else
    yield fault(at, 'UNKNOWN_TEMPLATE', `There is no template \`${name.slice(0, 64)}\`.`, {
      hint: () => didYouMean(name, templates.names()),
    })
}

function* checkGiven(stage: OutlineStage, template: Template): Generator<Fault> {
  const config = recordOf(stage.body['config'])
  const given = config['inputs'] ?? {}
  if (!isRecord(given)) return
  const at = [...stage.at, 'config', 'inputs']
  for (const [name, value] of Object.entries(given)) {
    const spec = Object.hasOwn(template.inputs, name) ? template.inputs[name] : undefined
    if (spec === undefined)
      yield fault(
        [...at, name],
        'TEMPLATE_INPUT',
        `Template \`${template.name}\` has no input \`${name.slice(0, 64)}\`.`,
        {
          on: 'key',
          hint: () => didYouMean(name, Object.keys(template.inputs)),
        },
      )
    else if (!isOpen(value)) {
      const why = misfit(spec, value)
      if (why !== null)
        yield fault(
          [...at, name],
          'TEMPLATE_INPUT',
          `\`${name}\` does not fit template \`${template.name}\`.`,
          {
            expected: why.replace(/^expected /, ''),
          },
        )
    }
  }
  for (const [name, spec] of Object.entries(template.inputs))
    if (spec.required && spec.default === undefined && !Object.hasOwn(given, name))
      yield fault(at, 'TEMPLATE_INPUT', `Template \`${template.name}\` requires the input \`${name}\`.`, {
        expected: spec.description ?? `a value for \`${name}\``,
        hint: `add \`${name}\` to \`config.inputs\``,
      })
}

/** Whether a value is known only when the run is under way. */
function isOpen(value: Json): boolean {
  if (typeof value === 'string') return hasExpression(value)
  return typeof value === 'object' && value !== null && Object.values(value).some(isOpen)
}
