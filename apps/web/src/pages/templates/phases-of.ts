import type { Template } from '@muster/core'

/** The phases that a template brings something for: all, when one program takes part in all of them. */
export function phasesOf({ agent, commands }: Template): readonly string[] {
  return agent === null ? Object.keys(commands).map((phase) => phase.toUpperCase()) : ['all']
}
