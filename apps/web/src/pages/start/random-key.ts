/** A key that nobody else has. Not `randomUUID`, which pages over plain HTTP lack. */
export function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}
