import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { fail, PROJECT, readPhase, writeOutput } from '../lib/phase.mjs'

/** Of each stream, in an artifact and in an output. */
const MAX_KEPT_BYTES = 16 * 1024 * 1024
const MAX_OUTPUT_BYTES = 8 * 1024

const { inputs, plan } = readPhase()
const [program, ...args] = plan.argv
const { MUSTER_OUTPUT: _, ...mine } = process.env
const chosen = Object.entries(inputs.env).filter(([name]) => !name.startsWith('MUSTER_'))
const child = spawn(program, args, {
  cwd: plan.directory === null ? process.cwd() : join(PROJECT, plan.directory),
  env: { ...mine, ...Object.fromEntries(chosen.map(([name, value]) => [name, String(value)])) },
  stdio: ['pipe', 'pipe', 'pipe'],
})
child.on('error', (error) => fail(`${program}: ${error.message}`))
child.stdin.on('error', () => {})
child.stdin.end(inputs.stdin)

const [stdout, stderr] = [keep('stdout'), keep('stderr')]
child.on('close', (code, signal) => {
  if (signal !== null) fail(`${program} ended with ${signal}`)
  if (!inputs.expected.includes(code))
    fail(`${program} ended with exit code ${code}; expected was ${inputs.expected.join(' or ')}`)
  const outputs = {
    code,
    stdout: stdout.text(),
    stderr: stderr.text(),
    truncated: stdout.cut() || stderr.cut(),
  }
  writeOutput(inputs.parse === 'json' ? { ...outputs, result: resultOf(outputs) } : outputs)
})

/** Passes a stream on to the log and to an artifact, and keeps its beginning. */
function keep(name) {
  const file = createWriteStream(join(process.env.MUSTER_ARTIFACTS, `${name}.txt`))
  const chunks = []
  let bytes = 0
  child[name].on('data', (chunk) => {
    process[name].write(chunk)
    if (bytes < MAX_KEPT_BYTES) file.write(chunk.subarray(0, MAX_KEPT_BYTES - bytes))
    if (bytes < MAX_OUTPUT_BYTES) chunks.push(chunk)
    bytes += chunk.length
  })
  child[name].on('end', () => file.end())
  return {
    // Half a character at the cut becomes a sign that there was one; a NUL fits nowhere.
    text: () =>
      Buffer.concat(chunks).subarray(0, MAX_OUTPUT_BYTES).toString('utf8').replaceAll('\0', '\ufffd'),
    cut: () => bytes > MAX_OUTPUT_BYTES,
  }
}

function resultOf({ stdout: text, truncated }) {
  if (truncated) fail(`what ${program} put out is more than the ${MAX_OUTPUT_BYTES} bytes of an output`)
  try {
    return JSON.parse(text)
  } catch (error) {
    return fail(`what ${program} put out is not JSON: ${error.message}`)
  }
}
