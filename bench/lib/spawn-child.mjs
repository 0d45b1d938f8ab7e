// Starts programs and waits for their ends, nothing else.
import { spawn } from 'node:child_process'
import { answer } from './answer.mjs'

/** In a session of its own, as the worker starts them: the kernel may share out the machine by sessions. */
function once([program, ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'ignore', detached: true })
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}`)),
    )
  })
}

/** Runs a program `count` times, `atOnce` at a time; answers milliseconds. */
async function run({ argv, count, atOnce }) {
  let left = count
  const work = async () => {
    while (left-- > 0) await once(argv)
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: atOnce }, work))
  return performance.now() - began
}

answer({ start: async () => {}, run })
