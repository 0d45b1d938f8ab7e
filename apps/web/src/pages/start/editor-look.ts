import { HighlightStyle } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** The colours of YAML. */
export const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--blue)' },
  { tag: [tags.string, tags.content], color: 'var(--ink)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: 'var(--violet)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--soft)', fontStyle: 'italic' },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: 'var(--soft)' },
])

/** How the editor looks: the page's own tokens, which reach into its shadow root. */
export const LOOKS = EditorView.theme({
  '&': {
    backgroundColor: 'var(--sheet)',
    color: 'var(--ink)',
    fontSize: '13.5px',
    borderRadius: 'var(--round)',
  },
  '&.cm-focused': { outline: '2px solid var(--blue)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', minHeight: '380px', maxHeight: '70vh' },
  '.cm-content': { padding: '10px 0', caretColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--sheet)', color: 'var(--soft)', border: '0' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--wash-blue) 45%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--blue) 26%, transparent)',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--wash-amber)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--red) 1.5px',
    textUnderlineOffset: '4px',
  },
  '.cm-lint-marker-error': { content: 'normal', width: 'auto', height: 'auto' },
  '.cm-lint-marker-error::before': { content: '"✕"', color: 'var(--red)', fontSize: '11px' },
  '.cm-tooltip': {
    border: '1px solid var(--firm)',
    borderRadius: 'var(--round)',
    backgroundColor: 'var(--sheet)',
    color: 'var(--ink)',
    boxShadow: '0 6px 20px rgb(0 0 0 / .18)',
    fontFamily: 'var(--sans)',
    fontSize: '13px',
    maxWidth: 'min(420px, 80vw)',
  },
  '.cm-diagnostic': { padding: '6px 10px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--red)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '15em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--wash-blue)',
    color: 'var(--ink)',
  },
  '.cm-completionDetail': { color: 'var(--soft)', fontStyle: 'normal' },
  '.cm-completionInfo': { padding: '8px 10px', fontFamily: 'var(--sans)' },
  '.cm-panels': { backgroundColor: 'var(--sunk)', color: 'var(--ink)', border: '0' },
  '.cm-panel button, .cm-panel input': { font: '13px var(--sans)' },
})
