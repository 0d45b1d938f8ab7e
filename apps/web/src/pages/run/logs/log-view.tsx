import type { LogLine } from '@muster/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { CopyCommand } from '../../../ui/copy-command.tsx'
import { clock, plural } from '../../../ui/words.ts'
import { plainOf, stretchesOf } from './ansi.ts'
import { useLog } from './use-log.ts'

const LINE_PX = 20
/** Characters shown of one line; whoever needs more downloads the log. */
const MOST_SHOWN = 4_000
/** So near to the end a reader follows it. */
const NEAR_PX = 40

interface LogViewProps {
  readonly run: string
  readonly stage: string
  /** Changes when the log begins anew to be read: the run was started again. */
  readonly since: string
}

/** What an agent wrote, as it comes: to be searched, wrapped, and taken away. */
export function LogView({ run, stage, since }: LogViewProps) {
  const log = useLog(run, stage, since)
  const [find, setFind] = useState('')
  const [wrap, setWrap] = useState(true)
  const lines = useMemo(
    () =>
      find === ''
        ? log.lines
        : log.lines.filter(({ text }) => plainOf(text).toLowerCase().includes(find.toLowerCase())),
    [log, find],
  )
  return (
    <div className="log-view">
      <div className="line">
        <input
          type="search"
          placeholder="Find in the log"
          aria-label="Find in the log"
          value={find}
          onChange={({ target }) => setFind(target.value)}
        />
        <label>
          <input type="checkbox" checked={wrap} onChange={({ target }) => setWrap(target.checked)} /> Wrap
        </label>
        <button
          type="button"
          disabled={log.lines.length === 0}
          onClick={() => download(`${run}.${stage}.log`, log.lines)}
        >
          Download
        </button>
      </div>
      <output className="quiet">{told(log, find, lines.length)}</output>
      {lines.length > 0 && <Lines lines={lines} wrap={wrap} name={`Log of ${stage}`} />}
      <CopyCommand command={`npx muster logs ${run} --stage ${stage} --follow`} />
    </div>
  )
}

function told({ lines, dropped, state }: ReturnType<typeof useLog>, find: string, found: number): string {
  if (state === 'lost') return 'The log broke off. Reading it again …'
  if (lines.length === 0) return state === 'reading' ? 'No lines yet.' : 'It wrote nothing.'
  if (find !== '') return `${found} of ${plural(lines.length, 'line')}`
  const before = dropped === 0 ? '' : `, the last of ${lines.length + dropped}`
  return `${plural(lines.length, 'line')}${before}${state === 'reading' ? ', following' : ''}`
}

function Lines({
  lines,
  wrap,
  name,
}: {
  readonly lines: readonly LogLine[]
  readonly wrap: boolean
  readonly name: string
}) {
  const box = useRef<HTMLDivElement>(null)
  const follows = useRef(true)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE_PX,
    overscan: 20,
  })
  useEffect(() => {
    if (follows.current && lines.length > 0) virtual.scrollToIndex(lines.length - 1, { align: 'end' })
  }, [lines, virtual])
  return (
    <div
      ref={box}
      className="log"
      role="log"
      aria-label={name}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
      tabIndex={0}
      data-wrap={wrap}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < NEAR_PX
      }}
    >
      <div style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <p
            key={index}
            ref={virtual.measureElement}
            data-index={index}
            style={{ transform: `translateY(${start}px)` }}
          >
            <Line of={lines[index]} />
          </p>
        ))}
      </div>
    </div>
  )
}

function Line({ of }: { readonly of: LogLine | undefined }) {
  if (of === undefined) return null
  return (
    <>
      <time dateTime={new Date(of.at).toISOString()}>{clock(of.at)}</time>
      <span className="log-phase" title={`attempt ${of.attempt}`}>
        {of.phase.toLowerCase()}
      </span>
      {of.stream === 'stderr' && <span className="log-err">err</span>}
      <span className="log-text">
        {stretchesOf(of.text.slice(0, MOST_SHOWN)).map(({ text, looks }, index) => (
          <span key={index} className={looks.join(' ')}>
            {text}
          </span>
        ))}
        {of.text.length > MOST_SHOWN && <i> … {of.text.length - MOST_SHOWN} more characters</i>}
      </span>
    </>
  )
}

function download(name: string, lines: readonly LogLine[]): void {
  const text = lines.map(
    ({ at, phase, stream, text }) => `${new Date(at).toISOString()} ${phase} ${stream} ${text}\n`,
  )
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob(text, { type: 'text/plain' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
