const open = new Set()

/**
 * Runs a benchmark and closes whatever it took with `own`, last first, however it ends. `own` answers the resource:
 * anything with `close()`.
 */
export async function sitting(body) {
  const owned = []
  let closing
  const close = () => (closing ??= closeAll(owned))
  open.add(close)
  try {
    return await body(async (taking) => {
      owned.push(Promise.resolve(taking))
      const resource = await taking
      if (closing !== undefined) throw new Error('the benchmark was interrupted')
      return resource
    })
  } finally {
    await close()
    open.delete(close)
  }
}

/** Closes what every benchmark under way has taken. */
export async function closeSittings() {
  await Promise.all([...open].map((close) => close()))
}

/** What is still being opened is waited for: nobody else would close it. */
async function closeAll(owned) {
  for (const taking of owned.reverse()) {
    const resource = await taking.catch(() => null)
    try {
      await resource?.close()
    } catch (error) {
      console.error('error: something of a benchmark did not close', error)
    }
  }
}
