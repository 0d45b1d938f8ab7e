import { autocompletion, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { EditorState } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import type { Problem } from '@muster/core'
import { completePipeline, type KnownNames } from './complete.ts'
import { COLOURS, LOOKS } from './editor-look.ts'
import { moreOf } from './more-of.ts'

export interface Editor {
  /** Shows another text, unless it is the one that is shown. */
  show(text: string): void
  /** Marks what is wrong, each at its place. */
  mark(problems: readonly Problem[]): void
  /** Puts the cursor at a place, counted from 1. */
  goTo(line: number, column: number): void
  close(): void
}

interface EditorOptions {
  readonly text: string
  readonly names: () => KnownNames
  readonly onChange: (text: string) => void
}

/** Chromium carries the look of a selection over to what is typed in its place, by an inline style that the policy refuses. */
const KEEP_PLAIN = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== 'insertText' || event.data === null || view.state.selection.main.empty)
      return false
    view.dispatch(view.state.replaceSelection(event.data), { userEvent: 'input.type' })
    event.preventDefault()
    return true
  },
})

/** An editor of pipelines inside `host`: in a shadow root, whose styles the page's policy allows. */
export function createEditor(host: HTMLElement, { text, names, onChange }: EditorOptions): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        // What does not show, or changes how the rest shows.
        highlightSpecialChars(),
        indentOnInput(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        yaml(),
        syntaxHighlighting(COLOURS),
        search({ top: true }),
        autocompletion({ override: [completePipeline(names)], icons: false }),
        // Tab is left to the page, so that who has no mouse comes out again; Ctrl-] indents.
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...completionKeymap, ...lintKeymap]),
        EditorView.contentAttributes.of({
          'aria-label': 'Pipeline, as YAML',
          spellcheck: 'false',
          tabindex: '0',
        }),
        EditorView.lineWrapping,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString())
        }),
        KEEP_PLAIN,
        LOOKS,
      ],
    }),
  })

  function offset(line: number, column: number): number {
    const { doc } = view.state
    const at = doc.line(Math.min(Math.max(1, line), doc.lines))
    return Math.min(at.to, at.from + Math.max(0, column - 1))
  }

  return {
    show(next) {
      if (next === view.state.doc.toString()) return
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } })
    },
    mark(problems) {
      view.dispatch(setDiagnostics(view.state, problems.map(diagnostic)))
    },
    goTo(line, column) {
      const anchor = offset(line, column)
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
      view.focus()
    },
    close: () => view.destroy(),
  }

  function diagnostic(problem: Problem): Diagnostic {
    const from = offset(problem.line, problem.column)
    const { to: end } = view.state.doc.lineAt(from)
    const rest = view.state.sliceDoc(from, end)
    const length = /^[^\s:#]+/.exec(rest)?.[0].length ?? Math.min(1, rest.length)
    const message = `${problem.message} ${moreOf(problem)}`.trim()
    return { from, to: from + length, severity: 'error', message }
  }
}
