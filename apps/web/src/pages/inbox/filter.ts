import type { GateView, InboxItem } from '@muster/core'

/** An open gate in the list; what only those who can decide are told is null for others. */
export interface Row {
  readonly gate: GateView
  /** Null where it does not wait for whoever looks. */
  readonly item: InboxItem | null
}

/** What is shown of the inbox: it stands in the address. */
export interface InboxFilter {
  readonly text: string
  readonly tier: string
  readonly pipeline: string
  readonly sort: 'waiting' | 'closing'
  /** Whether gates are shown that wait for others. */
  readonly all: boolean
}

export function readFilter(search: URLSearchParams): InboxFilter {
  return {
    text: search.get('q') ?? '',
    tier: search.get('tier') ?? '',
    pipeline: search.get('pipeline') ?? '',
    sort: search.get('sort') === 'closing' ? 'closing' : 'waiting',
    all: search.get('show') === 'all',
  }
}

/** A filter as it stands in an address: what is not chosen is not there. */
export function writeFilter({ text, tier, pipeline, sort, all }: InboxFilter): Record<string, string> {
  const given = { q: text, tier, pipeline, sort: sort === 'closing' ? sort : '', show: all ? 'all' : '' }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''))
}

/** The rows that a filter lets through, in its order. */
export function rowsOf(
  items: readonly InboxItem[],
  open: readonly GateView[],
  { text, tier, pipeline, sort, all }: InboxFilter,
): readonly Row[] {
  const mine = new Set(items.map(({ gate }) => gate.id))
  const others = all ? open.filter(({ id }) => !mine.has(id)) : []
  const rows: Row[] = [
    ...items.map((item) => ({ gate: item.gate, item })),
    ...others.map((gate) => ({ gate, item: null })),
  ]
  const wanted = text.trim().toLowerCase()
  const at = ({ gate }: Row) => (sort === 'closing' ? gate.deadlineAt : gate.openedAt)
  return rows
    .filter(({ gate, item }) => {
      if (tier !== '' && String(item?.tier ?? '') !== tier) return false
      if (pipeline !== '' && item?.pipeline !== pipeline) return false
      const texts = [gate.id, gate.message ?? '', item?.pipeline ?? '', item?.by.name ?? '']
      return wanted === '' || texts.some((one) => one.toLowerCase().includes(wanted))
    })
    .toSorted((a, b) => at(a) - at(b))
}

/** Those of the rows that can be answered together with what is chosen; all that share a rule with another, when nothing is. */
export function together(rows: readonly Row[], chosen: ReadonlySet<string>): ReadonlySet<string> {
  const first = rows.find(({ gate }) => chosen.has(gate.id))
  const count = new Map<string, number>()
  for (const { item } of rows)
    if (item !== null && item.rule !== null) count.set(item.rule, (count.get(item.rule) ?? 0) + 1)
  const fits = ({ item }: Row): boolean => {
    if (item === null || item.rule === null) return false
    return first === undefined ? (count.get(item.rule) ?? 0) > 1 : item.rule === first.item?.rule
  }
  return new Set(rows.filter(fits).map(({ gate }) => gate.id))
}
