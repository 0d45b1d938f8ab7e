import { configureGlobal } from 'fast-check'

// CI names a seed, so that the same commit always gets the same verdict; everyone else tries values nobody tried.
const { MUSTER_TEST_SEED: seed } = process.env
if (seed !== undefined) configureGlobal({ seed: Number(seed) })
