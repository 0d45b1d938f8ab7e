import type { Problem, StartPreview, ValidateAnswer } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { type ReadInputs, readInputs, type Texts } from '../../ui/read-inputs.ts'
import { validation } from './start-queries.ts'
import { useSettled } from './use-settled.ts'

/** How long a text must rest before it is checked. */
const REST_MS = 250
const NO_PROBLEMS: readonly Problem[] = []
const NO_INPUTS = {}

interface Checked {
  /** Whether what is written is not what the rest tells of. */
  readonly checking: boolean
  readonly problems: readonly Problem[]
  readonly declares: ValidateAnswer['declares']
  readonly preview: StartPreview | null
  readonly inputs: ReadInputs
  readonly error: Error | null
}

/** What the server says of a document and of the inputs filled in for it, each time that they have come to rest. */
export function useChecked(text: string, texts: Texts): Checked {
  const [specs, setSpecs] = useState<NonNullable<ValidateAnswer['declares']>['inputs']>(NO_INPUTS)
  const settled = useSettled(text, REST_MS)
  const inputs = useMemo(() => readInputs(specs, texts), [specs, texts])
  const asked = useSettled(inputs, REST_MS)
  const { data, error, isPlaceholderData } = useQuery(validation(settled, asked.values))
  const declares = data?.declares ?? null
  if (declares !== null && declares.inputs !== specs) setSpecs(declares.inputs)
  return {
    checking: data === undefined || isPlaceholderData || settled !== text || asked !== inputs,
    problems: data?.problems ?? NO_PROBLEMS,
    declares,
    preview: data?.start ?? null,
    inputs,
    error,
  }
}
