export type { Io, Output } from './io.ts'
export { runProgram } from './program.ts'
