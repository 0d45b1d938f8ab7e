export { type Surroundings, WAIT_KINDS, WAIT_STATUS, type Wait, type WaitKind, type WhyView } from './wait.ts'
export { why } from './why.ts'
