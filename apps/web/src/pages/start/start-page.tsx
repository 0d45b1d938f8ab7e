import type { SubmitAnswer } from '@muster/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { at, send } from '../../api/call.ts'
import { whoami } from '../../api/queries.ts'
import { CopyCommand } from '../../ui/copy-command.tsx'
import { InputFields } from '../../ui/input-fields.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Problem } from '../../ui/problem.tsx'
import { type Texts } from '../../ui/read-inputs.ts'
import { useMay } from '../../ui/use-may.ts'
import { useTitle } from '../../ui/use-title.ts'
import { FIRST_TEXT, keepDraft, readDraft } from './draft.ts'
import { PickPipeline } from './pick-pipeline.tsx'
import { randomKey } from './random-key.ts'
import { runCommand } from './run-command.ts'
import './start.css'
import { Preview } from './start-preview.tsx'
import { pipelineText } from './start-queries.ts'
import { useChecked } from './use-checked.ts'
import { WrittenPipeline } from './written-pipeline.tsx'

/** Write or pick a pipeline, see what is wrong with it and what it would do, and start it. */
export function StartPage() {
  useTitle('Start a run')
  const may = useMay('submit')
  const { data: me, error } = useQuery(whoami)
  if (error !== null) return <Problem of={error} />
  if (me === undefined) return <Loading what="what you may do" />
  if (may) return <StartForm />
  return (
    <section className="empty">
      <h1>Start a run</h1>
      <p>{me.actor.name} may not start runs here: it takes the permission to submit.</p>
    </section>
  )
}

function StartForm() {
  const [, go] = useLocation()
  const [search, setSearch] = useSearchParams()
  const picked = search.get('pipeline') ?? ''
  const [text, setText] = useState(() => readDraft() ?? FIRST_TEXT)
  const [texts, setTexts] = useState<Texts>({})
  // What stood in the editor when a pipeline was picked, to be put back.
  const [replaced, replace] = useState<string | null>(null)
  const given = useRef<string | null>(null)
  const { checking, problems, declares, preview, inputs, error } = useChecked(text, texts)

  // The same document with the same inputs is the same run, however often the button is pressed.
  const key = useMemo(() => ({ of: [text, texts], key: randomKey() }).key, [text, texts])
  const start = useMutation({
    mutationFn: () =>
      send<SubmitAnswer>('/runs', {
        pipeline: text,
        file: `${declares?.name ?? 'pipeline'}.yaml`,
        inputs: inputs.values,
        idempotencyKey: key,
      }),
    onSuccess: ({ run }) => go(at`/runs/${run.id}`),
  })

  function write(next: string): void {
    setText(next)
    keepDraft(next)
  }
  function putBack(): void {
    if (replaced === null) return
    write(replaced)
    replace(null)
    setSearch({}, { replace: true })
  }
  useEffect(() => {
    if (picked === '') return
    const put = (next: string): void => {
      const own = readDraft()
      if (own !== null && ![FIRST_TEXT, given.current, next].includes(own)) replace(own)
      given.current = next
      write(next)
    }
    void pipelineText(picked).then(put, () => setSearch({}, { replace: true }))
  }, [picked, setSearch])

  const misfits = Object.keys(inputs.problems).length > 0
  const ready =
    !checking && !misfits && preview !== null && preview.graph !== null && preview.refusal === null
  const touched = Object.entries(inputs.values).filter(([name]) => texts[name] !== undefined)
  return (
    <>
      <div className="line">
        <h1>Start a run</h1>
        <PickPipeline picked={picked} onPick={(name) => setSearch(name === '' ? {} : { pipeline: name })} />
      </div>
      {replaced !== null && (
        <div className="line" role="status">
          <span>The pipeline that you picked stands where you were writing.</span>
          <button type="button" onClick={putBack}>
            Put back what I wrote
          </button>
        </div>
      )}
      <div className="start">
        <WrittenPipeline text={text} problems={problems} checking={checking} onChange={write} />
        <section className="aside" aria-label="Run">
          {error !== null && <Problem of={error} />}
          {declares === null && (
            <p className="quiet">Without faults, its inputs and what would run are shown here.</p>
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
                  <div className="fields">
                    <InputFields
                      specs={declares.inputs}
                      texts={texts}
                      problems={inputs.problems}
                      onChange={setTexts}
                    />
                  </div>
                </>
              )}
            </>
          )}
          {preview !== null && !misfits && <Preview of={preview} />}
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
                  Object.fromEntries(touched),
                )}
              />
            )}
          </div>
        </section>
      </div>
    </>
  )
}
