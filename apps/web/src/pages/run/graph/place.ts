import { elkOf } from './elk.ts'
import { placeInLayers } from './layers.ts'
import type { VisibleGraph } from './visible-graph.ts'

/** Where something is drawn, in its box. */
export interface Placed {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** So many stages ELK places in half a second. */
const MOST_FOR_ELK = 150

/** Where each stage is drawn: by ELK off the main thread, or in plain columns where that would take too long. */
export async function place(graph: VisibleGraph): Promise<ReadonlyMap<string, Placed>> {
  if (graph.drawn.length > MOST_FOR_ELK) return placeInLayers(graph)
  return elkOf(graph)
}
