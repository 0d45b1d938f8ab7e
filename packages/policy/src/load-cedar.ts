/** The engine of policies. */
export type Cedar = typeof import('@cedar-policy/cedar-wasm/nodejs')

/** Reads it, which takes a while: only what decides, or checks policies, needs it. */
export function loadCedar(): Promise<Cedar> {
  return import('@cedar-policy/cedar-wasm/nodejs')
}
