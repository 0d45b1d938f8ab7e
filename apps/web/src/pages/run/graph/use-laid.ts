import type { GraphNode } from '@muster/core'
import { useEffect, useMemo, useState } from 'react'
import { place, type Placed } from './place.ts'
import { type VisibleGraph, visibleGraph } from './visible-graph.ts'

/** A graph with where everything of it is drawn. */
export interface Laid {
  readonly shown: VisibleGraph
  readonly places: ReadonlyMap<string, Placed>
}

/** Places what is to be drawn of a graph; null until that is done, and the one before while another is placed. */
export function useLaid(
  nodes: readonly GraphNode[],
  opened: ReadonlyMap<string, boolean>,
): { readonly laid: Laid | null; readonly error: Error | null } {
  const shown = useMemo(() => visibleGraph(nodes, opened), [nodes, opened])
  const [laid, setLaid] = useState<Laid | null>(null)
  const [error, setError] = useState<Error | null>(null)
  useEffect(() => {
    let gone = false
    place(shown).then(
      (places) => {
        if (!gone) setLaid({ shown, places })
      },
      (thrown: unknown) => {
        if (!gone) setError(thrown as Error)
      },
    )
    return () => {
      gone = true
    }
  }, [shown])
  return { laid, error }
}
