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
      const resource = await taking
      owned.push(resource)
      // Interrupted while it was being opened: nobody else would close it.
      if (closing !== undefined) await resource.close()
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

async function closeAll(owned) {
  for (const resource of [...owned].reverse()) {
    try {
      await resource.close()
    } catch (error) {
      console.error('error: something of a benchmark did not close', error)
    }
  }
}
