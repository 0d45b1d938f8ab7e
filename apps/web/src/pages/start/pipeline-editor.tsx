import type { Problem } from '@muster/core'
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react'
import type { KnownNames } from './complete.ts'
import { createEditor, type Editor } from './create-editor.ts'

export type EditorHandle = Pick<Editor, 'goTo'>

interface PipelineEditorProps {
  readonly ref: Ref<EditorHandle>
  readonly text: string
  readonly problems: readonly Problem[]
  readonly names: KnownNames
  readonly onChange: (text: string) => void
}

/** The editor as a part of the page. */
export function PipelineEditor({ ref, text, problems, names, onChange }: PipelineEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<Editor | null>(null)
  const latest = useRef({ text, names, onChange })
  useEffect(() => {
    latest.current = { text, names, onChange }
  })

  useEffect(() => {
    if (host.current === null) return
    const made = createEditor(host.current, {
      text: latest.current.text,
      names: () => latest.current.names,
      onChange: (changed) => latest.current.onChange(changed),
    })
    editor.current = made
    return () => {
      editor.current = null
      made.close()
    }
  }, [])
  useEffect(() => editor.current?.show(text), [text])
  useEffect(() => editor.current?.mark(problems), [problems])
  useImperativeHandle(ref, () => ({ goTo: (line, column) => editor.current?.goTo(line, column) }), [])
  return <div className="editor" ref={host} />
}
