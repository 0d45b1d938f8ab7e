import type { Json, PipelineSummary, TemplateView, ValidateAnswer } from '@muster/core'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { at, call, send } from '../../api/call.ts'

export const pipelines = queryOptions({
  queryKey: ['pipelines'],
  queryFn: async () => (await call<{ pipelines: readonly PipelineSummary[] }>('/pipelines')).pipelines,
})

export const templates = queryOptions({
  queryKey: ['tenant', 'templates'],
  queryFn: async () => (await call<{ templates: readonly TemplateView[] }>('/templates')).templates,
})

export async function pipelineText(name: string): Promise<string> {
  return (await call<{ text: string }>(at`/pipelines/${name}`)).text
}

/** What the server says of a document and of a run of it with these inputs; the answer before stays until the next is there. */
export function validation(text: string, inputs: Readonly<Record<string, Json>>) {
  return queryOptions({
    queryKey: ['validation', text, inputs],
    queryFn: ({ signal }) => send<ValidateAnswer>('/validate', { pipeline: text, inputs }, { signal }),

    placeholderData: keepPreviousData,
    // Each text is asked about once, while it is written.
    gcTime: 0,
  })
}
