export { type Surroundings, WAIT_KINDS, type Wait, type WaitKind, type WhyView } from './wait.ts'
export { why } from './why.ts'
