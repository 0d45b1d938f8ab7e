import type { PipelineSummary, Problem as Fault, SubmitAnswer } from '@muster/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { at, send } from '../../api/call.ts'
import { whoami } from '../../api/queries.ts'
import { CopyCommand } from '../../ui/copy-command.tsx'
import { type FieldTexts, InputFields, readFields } from '../../ui/input-fields.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { FIRST_TEXT, keepDraft, readDraft } from './draft.ts'
import { type EditorHandle, PipelineEditor } from './pipeline-editor.tsx'
import { ProblemList } from './problem-list.tsx'
import { randomKey } from './random-key.ts'
import { runCommand } from './run-command.ts'
import './start.css'
import { Preview } from './start-preview.tsx'
import { pipelines, pipelineText, templates, validation } from './start-queries.ts'
import { useSettled } from './use-settled.ts'

const REST_MS = 250
const NO_FAULTS: readonly Fault[] = []

/** Write or pick a pipeline, see what is wrong with it and what it would do, and start it. */
export function StartPage() {
  useTitle('Start a run')
  const [, navigate] = useLocation()
  const [search, setSearch] = useSearchParams()
  const picked = search.get('pipeline') ?? ''
  const [text, setText] = useState(() => readDraft() ?? FIRST_TEXT)
  const [fields, setFields] = useState<FieldTexts>({})
  const editor = useRef<EditorHandle>(null)
  const known = useQuery(pipelines).data ?? []
  const names = { templates: useQuery(templates).data ?? [] }
  const mayStart = useQuery(whoami).data?.permissions.includes('submit') ?? false

  const settled = useSettled(text, REST_MS)
  const declared = useRef<Parameters<typeof readFields>[0]>({})
  const asked = useSettled(fields, REST_MS)
  const inputs = useMemo(() => readFields(declared.current, asked), [asked])
  const { data, error, isPlaceholderData } = useQuery({
    ...validation(settled, inputs),
    enabled: mayStart && settled.trim() !== '',
  })
  const declares = data?.declares ?? null
  if (declares !== null) declared.current = declares.inputs
  const problems = data?.problems ?? NO_FAULTS
  const checking = isPlaceholderData || settled !== text || asked !== fields

  // The same document with the same inputs is the same run, however often the button is pressed.
  const key = useMemo(() => ({ of: [text, fields], key: randomKey() }).key, [text, fields])
  const start = useMutation({
    mutationFn: () =>
      send<SubmitAnswer>('/runs', {
        pipeline: text,
        file: `${declares?.name ?? 'pipeline'}.yaml`,
        inputs: readFields(declared.current, fields),
        idempotencyKey: key,
      }),
    onSuccess: ({ run }) => navigate(at`/runs/${run.id}`),
  })

  useEffect(() => {
    if (picked === '') return
    void pipelineText(picked).then(write, () => setSearch({}, { replace: true }))
  }, [picked])

  function write(next: string): void {
    setText(next)
    keepDraft(next)
  }

  if (!mayStart) return <MayNot />
  const ready = !checking && declares !== null && data?.start?.graph != null && data.start.refusal === null
  return (
    <>
      <div className="line">
        <h1>Start a run</h1>
        <Pick
          known={known}
          picked={picked}
          onPick={(name) => setSearch(name === '' ? {} : { pipeline: name })}
        />
      </div>
      <div className="start">
        <section aria-label="Pipeline">
          <PipelineEditor ref={editor} text={text} problems={problems} names={names} onChange={write} />
          <p className="verdict" role="status">
            {verdictOf(checking, problems.length, data !== undefined)}
          </p>
          {problems.length > 0 && (
            <ProblemList
              problems={problems}
              onGo={({ line, column }) => editor.current?.goTo(line, column)}
            />
          )}
        </section>
        <section className="aside" aria-label="Run">
          {error !== null && <Problem of={error} />}
          {declares === null && data !== undefined && (
            <p className="quiet">Without faults, what it takes and what would run is shown here.</p>
          )}
          {declares !== null && (
            <>
              <h2>
                {declares.name} <span className="quiet">{declares.version}</span>
              </h2>
              {declares.description !== null && <p className="quiet">{declares.description}</p>}
              {Object.keys(declares.inputs).length > 0 && (
                <>
                  <h3>Inputs</h3>
                  <InputFields specs={declares.inputs} texts={fields} onChange={setFields} />
                </>
              )}
            </>
          )}
          {data?.start != null && <Preview of={data.start} />}
          {start.error !== null && <Problem of={start.error} />}
          <div className="act">
            <button
              type="button"
              className="main"
              disabled={!ready || start.isPending || start.isSuccess}
              onClick={() => start.mutate()}
            >
              {start.isPending ? 'Starting …' : 'Start the run'}
            </button>
            {declares !== null && (
              <CopyCommand
                command={runCommand(
                  picked === '' ? `${declares.name}.yaml` : picked,
                  readFields(declares.inputs, fields),
                )}
              />
            )}
          </div>
        </section>
      </div>
    </>
  )
}

function verdictOf(checking: boolean, faults: number, known: boolean): string {
  if (checking || !known) return 'Checking …'
  if (faults === 0) return 'No faults.'
  return faults === 1 ? 'One fault:' : `${faults} faults:`
}

interface PickProps {
  readonly known: readonly PipelineSummary[]
  readonly picked: string
  readonly onPick: (name: string) => void
}

function Pick({ known, picked, onPick }: PickProps) {
  return (
    <label>
      Pipeline{' '}
      <select value={picked} onChange={({ target }) => onPick(target.value)}>
        <option value="">my own</option>
        {known.map(({ name, faults }) => (
          <option key={name} value={name}>
            {name}
            {faults > 0 ? ' (has faults)' : ''}
          </option>
        ))}
      </select>
    </label>
  )
}

function MayNot() {
  const { data, error } = useQuery(whoami)
  if (error !== null) return <Problem of={error} />
  if (data === undefined) return null
  return (
    <section className="empty">
      <h1>Start a run</h1>
      <p>{data.actor.name} may not start runs here: it takes the permission `submit`.</p>
    </section>
  )
}
