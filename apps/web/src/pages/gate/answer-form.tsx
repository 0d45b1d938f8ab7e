import type { Decision, GateEvidence } from '@muster/core'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { GateAnswer } from '../../api/gates.ts'
import { CopyCommand } from '../../ui/copy-command.tsx'
import { Field } from '../../ui/field.tsx'
import { InputFields } from '../../ui/input-fields.tsx'
import { Problem } from '../../ui/problem.tsx'
import { readInputs, type Texts } from '../../ui/read-inputs.ts'
import { useShortcuts } from '../../ui/shortcuts/shortcuts.tsx'
import { Moment } from '../../ui/moment.tsx'
import { commandOf } from './command-of.ts'
import { ANSWER_NAMES, lackOf, optionsOf, silenceOf } from './options.ts'

interface AnswerFormProps {
  readonly evidence: GateEvidence
  /** Those for whom whoever looks may speak. */
  readonly names: readonly string[]
  readonly busy: boolean
  readonly refused: Error | null
  readonly onAnswer: (answer: GateAnswer) => void
}

const MYSELF = ''

/** The means to decide, each beside what follows from it. It stands below all that a decision stands on. */
export function AnswerForm({ evidence, names, busy, refused, onAnswer }: AnswerFormProps) {
  const may = evidence.who.you?.may === true
  const [choice, choose] = useState<{ readonly decision: Decision; readonly of: string } | null>(null)
  // What was chosen of something else is to be chosen again; what was typed stays.
  const decision = choice?.of === evidence.digest ? choice.decision : null
  const decide = (one: Decision) => choose({ decision: one, of: evidence.digest })
  const [comment, setComment] = useState('')
  const [to, setTo] = useState('')
  const [as, setAs] = useState(may ? MYSELF : (names[0] ?? MYSELF))
  const [texts, setTexts] = useState<Texts>({})
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const options = optionsOf(evidence)
  const filled = readInputs(evidence.form, texts)
  const lack = decision === null ? null : lackOf(decision, comment)
  const stranger = decision === 'delegate' && to.trim() === '' ? 'Say to whom.' : null
  const fits =
    lack === null &&
    stranger === null &&
    (decision !== 'approve' || Object.keys(filled.problems).length === 0)

  useShortcuts(
    options.map(({ decision: one, name, key }) => ({
      keys: key,
      says: `${name} this gate: then Enter, or a comment first`,
      run: () => {
        decide(one)
        form.current?.querySelector<HTMLInputElement>(`input[value="${one}"]`)?.focus()
      },
    })),
  )

  function answer(): void {
    setTried(true)
    if (decision === null || busy) return
    if (!fits) return focusProblem(form.current)
    onAnswer({
      decision,
      comment: comment.trim(),
      seen: evidence.digest,
      ...(as === MYSELF ? {} : { as }),
      ...(decision === 'delegate' ? { to: to.trim() } : {}),
      ...(decision === 'approve' && Object.keys(evidence.form).length > 0 ? { values: filled.values } : {}),
    })
  }

  const sends = {
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      answer()
    },
  }

  return (
    <form
      ref={form}
      className="decide fields"
      aria-label="Your answer"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        answer()
      }}
    >
      <h2>Your answer</h2>
      {names.length > 0 && (
        <Field label="Decide as">
          {(control) => (
            <select {...control} value={as} onChange={({ target }) => setAs(target.value)}>
              {may && <option value={MYSELF}>myself</option>}
              {names.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          )}
        </Field>
      )}
      <fieldset className="options">
        <legend className="unseen">Answer</legend>
        {options.map(({ decision: one, name, key, follows }) => (
          <label key={one} className={`option is-${one}`}>
            <input
              {...sends}
              type="radio"
              name="decision"
              value={one}
              checked={decision === one}
              onChange={() => decide(one)}
            />
            <strong>{name}</strong>
            <span className="follows">{follows}</span>
            <kbd aria-hidden="true">{key}</kbd>
          </label>
        ))}
        <p className="option silence">
          <strong>No answer</strong>
          <span className="follows">
            in <Moment at={evidence.deadline.at} as="until" />: {silenceOf(evidence)}
          </span>
        </p>
      </fieldset>
      {decision === 'approve' && (
        <InputFields
          specs={evidence.form}
          texts={texts}
          problems={tried ? filled.problems : {}}
          onChange={setTexts}
        />
      )}
      {decision === 'delegate' && (
        <Field label="To whom" problem={tried ? stranger : null} hint="A person, by name.">
          {(control) => (
            <input
              {...control}
              type="text"
              maxLength={100}
              value={to}
              onChange={({ target }) => setTo(target.value)}
            />
          )}
        </Field>
      )}
      <Field label="Comment" problem={tried ? lack : null}>
        {(control) => (
          <textarea
            {...control}
            {...sends}
            rows={3}
            maxLength={4000}
            value={comment}
            onChange={({ target }) => setComment(target.value)}
          />
        )}
      </Field>
      {refused !== null && <Problem of={refused} />}
      <div className="acts">
        <button
          type="submit"
          className={decision === 'reject' ? 'grave' : 'main'}
          disabled={decision === null || busy}
        >
          {decision === null ? 'Choose an answer' : ANSWER_NAMES[decision]}
        </button>
        <span className="quiet">
          or <kbd>Ctrl</kbd> <kbd>Enter</kbd>
        </span>
      </div>
      {decision !== null && (
        <CopyCommand command={commandOf(evidence, { decision, comment, to, as, values: filled.values })} />
      )}
    </form>
  )
}

/** Brings whoever answers to what is wrong, once it is marked. */
function focusProblem(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
