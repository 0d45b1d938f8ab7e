import { type Fault, fault } from '../fault.ts'
import { orderByNeeds } from '../order.ts'
import type { Outline, OutlineStage } from '../outline.ts'
import { requirementsOf, writtenRequirements } from '../resolve.ts'

/** When stages start and end, relative to each other: each stage is two moments. */
export interface TimeOrder {
  /** Every moment after those that it needs. */
  readonly order: readonly number[]
  needs(moment: number): readonly number[]
  readonly faults: readonly Fault[]
}

export const startOf = (stage: OutlineStage): number => stage.index * 2
export const endOf = (stage: OutlineStage): number => stage.index * 2 + 1

/** Puts the moments in order, and finds stages that wait for each other. */
export function timeOrderOf(outline: Outline): TimeOrder {
  const needs = Array.from({ length: outline.stages.length * 2 }, (): number[] => [])
  for (const stage of outline.stages) {
    const { container } = stage
    const starting = requirementsOf(outline, stage).map(endOf)
    if (container !== null) {
      starting.push(startOf(container))
      needs[endOf(container)]?.push(endOf(stage))
    }
    needs[startOf(stage)]?.push(...starting)
    needs[endOf(stage)]?.push(startOf(stage))
  }
  const faults: Fault[] = []
  const told = new Set<OutlineStage>()
  const order = orderByNeeds(
    needs.length,
    (moment) => needs[moment] ?? [],
    (cycle) => {
      const stages = stagesOn(outline, cycle)
      if (stages.some((stage) => told.has(stage))) return
      for (const stage of stages) told.add(stage)
      faults.push(cycleFault(outline, stages))
    },
  )
  return { order, needs: (moment) => needs[moment] ?? [], faults }
}

function stagesOn(outline: Outline, cycle: readonly number[]): readonly OutlineStage[] {
  const stages = cycle.flatMap((moment) => outline.stages[moment >> 1] ?? [])
  const path = stages.filter((stage, index) => stage !== stages[index - 1])
  return path.length > 1 && path[0] === path.at(-1) ? path.slice(0, -1) : path
}

const SHOWN = 12

function cycleFault(outline: Outline, stages: readonly OutlineStage[]): Fault {
  const writer = stages.find((stage) => writtenRequirements(outline, stage) !== null) ?? stages[0]
  const start = writer === undefined ? 0 : stages.indexOf(writer)
  const turned = [...stages.slice(start), ...stages.slice(0, start)]
  const names = turned.map(({ path }) => path)
  const shown = names.length > SHOWN ? [...names.slice(0, SHOWN), `… ${names.length - SHOWN} more …`] : names
  const at = writer?.at ?? []
  return fault(
    [...at, writer?.body['requires'] === undefined ? 'name' : 'requires'],
    'CYCLE',
    `These stages wait for each other: ${[...shown, names[0]].join(' → ')}.`,
    { expected: 'requirements that lead to a start', hint: 'remove one of these requirements' },
  )
}
