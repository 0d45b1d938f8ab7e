/** One figure, told apart from others of its name by labels. */
interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** All that is told under one name, as Prometheus takes it. */
export interface Family {
  readonly name: string
  readonly help: string
  /** A counter only grows; its name ends in `_total`. */
  readonly type: 'counter' | 'gauge'
  readonly samples: readonly Sample[]
}

/** What goes up and down; a number stands for the only sample, without labels. */
export function gauge(name: string, help: string, of: number | readonly Sample[]): Family {
  return { name, help, type: 'gauge', samples: typeof of === 'number' ? [{ labels: {}, value: of }] : of }
}

export function counter(name: string, help: string, of: number | readonly Sample[]): Family {
  return { ...gauge(name, help, of), type: 'counter' }
}
