import { type GateEvidence, tellCompared, tellPlan, visible } from '@muster/core'
import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type BatchAnswer, answerGates, evidenceOf } from '../../api/gates.ts'
import { CopyCommand } from '../../ui/copy-command.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Problem } from '../../ui/problem.tsx'
import { shellWord } from '../../ui/shell-word.ts'
import { plural } from '../../ui/words.ts'
import { ANSWER_NAMES, lackOf } from '../gate/options.ts'

const DECISIONS = ['approve', 'reject', 'send-back', 'abstain'] as const
/** Lines of a plan shown of each gate: who needs more of one answers it by itself. */
const FEW = 6

interface BatchDialogProps {
  readonly gates: readonly string[]
  readonly onClose: () => void
}

/** One answer for several gates that are decided by one rule: each with what it would do, and bound to that. */
export function BatchDialog({ gates, onClose }: BatchDialogProps) {
  const [decision, decide] = useState<BatchAnswer['decision'] | null>(null)
  const [comment, setComment] = useState('')
  const [each, setEach] = useState(false)
  const [tried, setTried] = useState(false)
  const queries = useQueryClient()
  const read = useQueries({ queries: gates.map(evidenceOf) })
  // What was shown is what is answered: what changes meanwhile is refused, not answered unseen.
  const [seen, see] = useState<readonly GateEvidence[] | null>(null)
  const all = read.flatMap(({ data }) => data ?? [])
  if (seen === null && all.length === gates.length) see(all)
  const broken = read.find(({ error }) => error !== null)?.error ?? null
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: answerGates,
    onSettled: () => queries.invalidateQueries(),
  })
  const lack = decision === null ? null : lackOf(decision, comment)
  if (data !== undefined)
    return (
      <Dialog title="What became of them" onClose={onClose}>
        <p>Your answer counts at {plural(data.answers.length, 'gate')}.</p>
        <ul className="batch">
          {data.refused.map(({ gate, error: { message, hint } }) => (
            <li key={gate}>
              <code>{gate}</code> <strong>Refused.</strong> {message} {hint}
            </li>
          ))}
        </ul>
        <button type="button" className="main" onClick={onClose}>
          Done
        </button>
      </Dialog>
    )
  return (
    <Dialog title={`Answer ${plural(gates.length, 'gate')} together`} onClose={onClose}>
      <form
        className="fields"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (decision === null || seen === null || lack !== null) return
          mutate({
            decision,
            comment: comment.trim(),
            mode: each ? 'each' : 'all',
            gates: seen.map(({ gate, digest }) => ({ gate, seen: digest })),
          })
        }}
      >
        {broken !== null && <Problem of={broken} />}
        <ul className="batch">
          {(seen ?? []).map((evidence) => (
            <BatchItem key={evidence.gate} evidence={evidence} />
          ))}
        </ul>
        <fieldset className="acts">
          <legend className="unseen">Answer</legend>
          {DECISIONS.map((one) => (
            <label key={one} className="check">
              <input type="radio" name="batch" checked={decision === one} onChange={() => decide(one)} />
              {ANSWER_NAMES[one]}
            </label>
          ))}
        </fieldset>
        <Field label="Comment" problem={tried ? lack : null} hint="It is kept with each of them.">
          {(control) => (
            <textarea
              {...control}
              rows={2}
              maxLength={4000}
              value={comment}
              onChange={({ target }) => setComment(target.value)}
            />
          )}
        </Field>
        <label className="check">
          <input type="checkbox" checked={each} onChange={({ target }) => setEach(target.checked)} />
          Answer the others even if one refuses
        </label>
        {error !== null && <Problem of={error} />}
        <div className="acts">
          <button
            type="submit"
            className={decision === 'reject' ? 'grave' : 'main'}
            disabled={decision === null || seen === null || isPending}
          >
            {decision === null ? 'Choose an answer' : `${ANSWER_NAMES[decision]} ${gates.length}`}
          </button>
        </div>
        {decision !== null && (
          <CopyCommand
            command={`npx muster ${decision} ${gates.map(shellWord).join(' ')}${comment.trim() === '' ? '' : ` --comment ${shellWord(comment.trim())}`}`}
          />
        )}
      </form>
    </Dialog>
  )
}

function BatchItem({ evidence }: { readonly evidence: GateEvidence }) {
  const lines = tellPlan(evidence)
  const against = tellCompared(evidence)
  return (
    <li>
      <p>
        <strong>{visible(evidence.message ?? evidence.stage, 300)}</strong> <code>{evidence.gate}</code>
      </p>
      {against !== null && <p className="quiet">against {against}</p>}
      {evidence.changed.length > 0 && (
        <p className="changed">Changed: {visible(evidence.changed.join('; '), 500)}</p>
      )}
      <ul className="diff">
        {lines.slice(0, FEW).map(({ sign, text }, index) => (
          <li key={`${index} ${text}`}>
            <span>{sign}</span>
            <code>{visible(text, 300)}</code>
          </li>
        ))}
        {lines.length > FEW && <li className="quiet">{lines.length - FEW} more</li>}
      </ul>
    </li>
  )
}
