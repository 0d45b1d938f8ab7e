export { homePaths, readConfig, type WorkerConfig } from './config.ts'
export { createWorker, type WorkerDeps, type WorkerService } from './create-worker.ts'
export { runWorker } from './run-worker.ts'
