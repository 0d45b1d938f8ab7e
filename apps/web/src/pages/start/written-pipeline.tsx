import type { Problem } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { plural } from '../../ui/words.ts'
import { type EditorHandle, PipelineEditor } from './pipeline-editor.tsx'
import { ProblemList } from './problem-list.tsx'
import { templates } from './start-queries.ts'

interface WrittenPipelineProps {
  readonly text: string
  readonly problems: readonly Problem[]
  readonly checking: boolean
  readonly onChange: (text: string) => void
}

/** The editor, and below it what is wrong. */
export function WrittenPipeline({ text, problems, checking, onChange }: WrittenPipelineProps) {
  const editor = useRef<EditorHandle>(null)
  const known = useQuery(templates).data ?? []
  const names = { templates: known.filter(({ withdrawn }) => withdrawn === null) }
  const verdict = problems.length === 0 ? 'No faults.' : `${plural(problems.length, 'fault')}:`
  return (
    <section aria-label="Pipeline">
      <PipelineEditor ref={editor} text={text} problems={problems} names={names} onChange={onChange} />
      <output className="verdict">{checking ? 'Checking …' : verdict}</output>
      {problems.length > 0 && (
        <ProblemList problems={problems} onGo={({ line, column }) => editor.current?.goTo(line, column)} />
      )}
    </section>
  )
}
