// npm run bench [-- NAME]: runs every benchmark, or one. Each prints medians of several alternating rounds and a ratio.
import { readdirSync } from 'node:fs'

const names = readdirSync(new URL('./', import.meta.url))
  .map((file) => /^(.+)\.bench\.mjs$/.exec(file)?.[1])
  .filter((name) => name !== undefined)
const wanted = process.argv[2] === undefined ? names : names.filter((name) => name === process.argv[2])
if (wanted.length === 0) {
  console.error(`error: there is no benchmark \`${process.argv[2]}\`\n  hint: one of ${names.join(', ')}`)
  process.exit(2)
}
for (const name of wanted) {
  const { bench } = await import(`./${name}.bench.mjs`)
  await bench()
}
