// A client that pings a Redis, once a millisecond, and notes how long each answer takes.
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { answer } from './answer.mjs'

const EVERY_MS = 1

let client
let times = []
let pinging = false
let done

async function start({ url }) {
  client = new Redis(url, { maxRetriesPerRequest: null })
  await client.ping()
}

async function ping() {
  while (pinging) {
    const began = performance.now()
    await client.ping()
    times.push(performance.now() - began)
    await pause(EVERY_MS)
  }
}

answer({
  start,
  stop: async () => client?.disconnect(),
  begin: async () => {
    times = []
    pinging = true
    done = ping()
  },
  end: async () => {
    pinging = false
    await done
    return times
  },
})
