import { digestOf, gateOf, type GateView, type Ledger, tierOfGate } from '@muster/core'

/** What gates that share a rule have in common: how they are decided and at which tier, whatever they ask. */
export async function ruleOf(ledger: Pick<Ledger, 'graph'>, { run, stage }: GateView): Promise<string> {
  const node = (await ledger.graph(run)).nodes.find(({ id }) => id === stage)
  if (node === undefined || (node.type !== 'agent' && node.type !== 'gate')) return ''
  const { message: _, ...rule } = gateOf(node) ?? { message: null }
  return digestOf({ rule, tier: tierOfGate(node) })
}
