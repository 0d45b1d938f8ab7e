import { canonical, digestOf, type Graph, type Json, type Published, publishersOf } from '@muster/core'
import { expand, type Pipeline, type TemplateSource } from '@muster/dsl'

/** A graph with its digest. */
export interface Expansion {
  readonly graph: Graph
  readonly digest: string
}

export type PipelineExpander = (pipeline: Pipeline, inputs: Readonly<Record<string, Json>>) => Expansion

/**
 * Expands pipelines, each once for the inputs it was given last: what is submitted again shares its graph with those before.
 * The graph tells who published its templates.
 */
export function createPipelineExpander(templates: TemplateSource, published: Published): PipelineExpander {
  const known = new WeakMap<Pipeline, Expansion & { readonly inputs: string }>()
  return (pipeline, inputs) => {
    const key = canonical(inputs)
    const before = known.get(pipeline)
    if (before?.inputs === key) return before
    const graph = withPublishers(expand(pipeline, inputs, templates), published)
    const expansion = { graph, digest: digestOf(graph), inputs: key }
    known.set(pipeline, expansion)
    return expansion
  }
}

function withPublishers(graph: Graph, published: Published): Graph {
  const publishers = publishersOf(published, graph)
  return publishers === undefined ? graph : { ...graph, publishers }
}
