import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { findPostgres } from '@muster/testing'

const FOLDER = new URL('../results/', import.meta.url)

/** Keeps a result in bench/results/NAME.json, with the machine and the versions it was measured on. */
export async function save(name, result) {
  mkdirSync(FOLDER, { recursive: true })
  const text = JSON.stringify({ machine: await machine(), ...result }, null, 2)
  writeFileSync(new URL(`${name}.json`, FOLDER), `${text}\n`)
}

async function machine() {
  return {
    at: new Date().toISOString(),
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    redis: versionOf('redis-server'),
    postgres: versionOf(`${(await findPostgres()) ?? '.'}/postgres`),
    bullmq: packageVersion('bullmq'),
    ioredis: packageVersion('ioredis'),
  }
}

function versionOf(program) {
  return execFileSync(program, ['--version'], { encoding: 'utf8' }).trim()
}

function packageVersion(name) {
  const manifest = new URL(`../../node_modules/${name}/package.json`, import.meta.url)
  return JSON.parse(readFileSync(manifest, 'utf8')).version
}
