import { maxTierOf, type TemplateView, templateId } from '@muster/core'
import { printable } from '../terminal.ts'
import { dayAndTime } from './when.ts'

export const TEMPLATE_HEADS = ['TEMPLATE', 'VERSION', 'TIER', 'AT MOST', 'PUBLISHED', 'MAY BE USED']

/** One version of a template, as a row of a table. */
export function templateRow(template: TemplateView): readonly string[] {
  const { name, version, tier } = template
  return [name, version, `T${tier}`, `T${maxTierOf(template)}`, publishedText(template), useText(template)]
}

/** All that there is to say of one version. */
export function templateLines(template: TemplateView): readonly string[] {
  const { description, tier, digest, inputs, outputs, effects = [] } = template
  const facts: Readonly<Record<string, string>> = {
    tier: `T${tier}, at most T${maxTierOf(template)}`,
    digest,
    published: publishedText(template),
    'may be used': useText(template),
    inputs: Object.keys(inputs).join(', ') || 'none',
    outputs: outputs.join(', ') || 'none',
    effects: effects.map(({ verb }) => verb).join(', ') || 'none',
  }
  return [
    templateId(template),
    ...(description === null ? [] : [`  ${printable(description)}`]),
    ...Object.entries(facts).map(([name, value]) => `  ${name.padEnd(12)} ${value}`),
    '',
  ]
}

function publishedText({ published }: TemplateView): string {
  return published === null ? 'no, a file' : `${published.by.name}, ${dayAndTime(published.at)}`
}

function useText({ withdrawn, revoked }: TemplateView): string {
  if (revoked !== null) return `revoked by ${revoked.by.name}: ${printable(revoked.reason)}`
  if (withdrawn !== null) return `by no new run, says ${withdrawn.by.name}: ${printable(withdrawn.reason)}`
  return 'yes'
}
