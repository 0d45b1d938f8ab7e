// npm run bench [-- NAME...] [--quick] [--write-baseline]: see README.md in this folder. Ends with 1 when a ratio fell
// behind the baseline, with 2 when a benchmark could not be run: whatever breaks is no verdict on a ratio.
let close = async () => {}
process.on('uncaughtException', (error) => {
  console.error('error: the benchmarks could not be run', error)
  void close().finally(() => process.exit(2))
})
const { runBenchmarks } = await import('./lib/run-benchmarks.mjs')
const { closeSittings } = await import('./lib/sitting.mjs')
close = closeSittings
process.exitCode = await runBenchmarks(process.argv.slice(2))
