// Stands in for a worker that is killed: runs the program given as arguments, with the built runtime.
import { runProgram } from '../../dist/run-program.js'

await runProgram({
  argv: process.argv.slice(2),
  cwd: process.cwd(),
  env: { PATH: process.env.PATH },
  signal: new AbortController().signal,
  onOutput: (_stream, chunk) => process.stdout.write(chunk),
})
