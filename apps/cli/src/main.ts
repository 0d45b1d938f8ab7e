import { errorBodyOf, toMusterError } from '@muster/core'
import { columnsOf } from './context.ts'
import { processIo } from './io.ts'
import { runProgram } from './program.ts'
import { renderError } from './render/error.ts'
import { NO_COLOURS } from './terminal.ts'
import { VERSION } from './version.ts'

const io = processIo()
const argv = process.argv.slice(2)
try {
  process.exitCode = await runProgram(argv, io, VERSION)
} catch (thrown) {
  const error = toMusterError(thrown)
  if (wantsJson(argv)) io.out.write(`${JSON.stringify(errorBodyOf(error))}\n`)
  io.err.write(`${renderError(error, NO_COLOURS, columnsOf(io.err)).join('\n')}\n`)
  process.exitCode = error.exit
}

/** Read by hand: the line may be one that could not be parsed. */
function wantsJson(given: readonly string[]): boolean {
  return given.some(
    (one, index) =>
      /^(-o|--output=)jsonl?$/.test(one) ||
      (/^(-o|--output)$/.test(one) && /^jsonl?$/.test(given[index + 1] ?? '')),
  )
}
