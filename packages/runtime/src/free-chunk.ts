import { MessageChannel } from 'node:worker_threads'

const { port1: nowhere } = new MessageChannel()
nowhere.close()

/**
 * Frees what a stream read, at once. Left to the garbage collector, 32 MB of such buffers gather before it looks, however
 * little else there is. Nobody may use the chunk, or any part of it that was not copied, afterwards.
 */
export function freeChunk({ buffer, byteLength }: Uint8Array): void {
  // A small chunk may share its buffer with others. What is sent to a port that is closed is taken, and arrives nowhere.
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) nowhere.postMessage(null, [buffer])
}
