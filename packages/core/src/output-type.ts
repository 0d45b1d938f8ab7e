/** Alpha is draft, beta refined, gamma final. */
export const OutputType = { ALPHA: 'alpha', BETA: 'beta', GAMMA: 'gamma' } as const
export type OutputType = (typeof OutputType)[keyof typeof OutputType]
