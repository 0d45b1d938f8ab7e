// What a benchmark needs that starts no servers; the rest is in lib/.
export { save } from './lib/results.mjs'
export { median, spread } from './lib/statistics.mjs'
