export { createEngine } from './create-engine.ts'
export type { EngineDeps } from './deps.ts'
export type { Admission, Engine, Submission } from './engine.ts'
