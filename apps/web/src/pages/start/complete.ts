import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import schema from '../../../../../schemas/pipeline.schema.json'
import { type Schema, type SchemaWord, schemaWords } from './schema-words.ts'
import { type YamlPlace, yamlPlace } from './yaml-place.ts'

/** Names that a document may hold besides those of the schema. */
export interface KnownNames {
  readonly templates: readonly { readonly name: string; readonly description: string | null }[]
}

/** Completes keys and values of a pipeline. `names` is asked each time: templates may come to be known later. */
export function completePipeline(names: () => KnownNames) {
  return ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const [before, after] = [state.sliceDoc(0, pos), state.sliceDoc(pos)]
    const place = yamlPlace(before, after)
    const word = /[\w./@-]*$/.exec(place.written)?.[0] ?? ''
    if (word === '' && !explicit && place.key === null) return null
    const options =
      place.key === null ? keysFor(place) : valuesFor(place, place.key, state.doc.toString(), names())
    return options.length === 0 ? null : { from: pos - word.length, options, validFor: /^[\w./@-]*$/ }
  }
}

function keysFor(place: YamlPlace): readonly Completion[] {
  return schemaWords(schema as Schema, place).map(({ word, description, required, holds }) => ({
    label: word,
    type: 'property',
    apply: holds === 'value' ? `${word}: ` : `${word}:`,
    detail: required ? 'required' : '',
    info: () => note(description),
    boost: required ? 2 : 0,
  }))
}

function valuesFor(
  place: YamlPlace,
  key: string,
  text: string,
  { templates }: KnownNames,
): readonly Completion[] {
  if (key === 'template')
    return templates.map(({ name, description }) => ({
      label: name,
      type: 'class',
      info: () => note(description ?? ''),
    }))
  if (key === 'requires')
    return stageNames(text)
      .filter((name) => name !== place.siblings.get('name'))
      .map((label) => ({ label, type: 'variable' }))
  return schemaWords(schema as Schema, place).map(({ word }: SchemaWord) => ({ label: word, type: 'enum' }))
}

/** The names of stages, as far as a document in the making shows them: items of a list that begin with their name. */
function stageNames(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/^\s*- name:\s+([\w-]+)/gm)].map(([, name = '']) => name))]
}

function note(text: string): Node | null {
  return text === '' ? null : document.createTextNode(text)
}
