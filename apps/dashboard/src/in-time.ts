/** What does not answer within this, does not answer. */
export const PATIENCE_MS = 2_000

/** An answer, or something else when it takes longer than that. Rejects as the answer does. */
export async function inTime<Answer, Else>(
  answer: Promise<Answer>,
  otherwise: Else,
  ms: number = PATIENCE_MS,
): Promise<Answer | Else> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Else>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), ms)
  })
  answer.catch(() => undefined)
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
