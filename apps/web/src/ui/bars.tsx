import { useId } from 'react'

/** One bar: what grows up from the line, and what hangs down from it. */
export interface Bar {
  /** What it stands for, in words. */
  readonly told: string
  readonly up: number
  readonly down?: number
}

interface BarsProps {
  /** The whole chart in words, for who does not see it. */
  readonly told: string
  readonly bars: readonly Bar[]
  /** What stands at the left end, and at the right. */
  readonly ends: readonly [string, string]
}

const HEIGHT = 48
const STEP = 10
const GAP = 2

/** A small chart. Bars that hang down say the other thing, so that nobody needs to tell their colours apart. */
export function Bars({ told, bars, ends: [from, to] }: BarsProps) {
  const id = useId()
  const up = Math.max(0, ...bars.map((bar) => bar.up))
  const down = Math.max(0, ...bars.map((bar) => bar.down ?? 0))
  const unit = HEIGHT / Math.max(1, up + down)
  const line = up + down === 0 ? HEIGHT : up * unit
  const width = bars.length * STEP
  return (
    <figure className="bars">
      <svg viewBox={`0 0 ${width} ${HEIGHT + 1}`} preserveAspectRatio="none" role="img" aria-labelledby={id}>
        <title id={id}>{told}</title>
        {bars.map((bar, place) => (
          <g key={bar.told}>
            <title>{bar.told}</title>
            <rect className="slot" x={place * STEP} width={STEP} y={0} height={HEIGHT} />
            <rect
              className="up"
              x={place * STEP + GAP / 2}
              width={STEP - GAP}
              y={line - bar.up * unit}
              height={bar.up * unit}
            />
            <rect
              className="down"
              x={place * STEP + GAP / 2}
              width={STEP - GAP}
              y={line}
              height={(bar.down ?? 0) * unit}
            />
          </g>
        ))}
        <line x1={0} x2={width} y1={line} y2={line} />
      </svg>
      <figcaption aria-hidden="true">
        <span>{from}</span>
        <span>{to}</span>
      </figcaption>
    </figure>
  )
}
