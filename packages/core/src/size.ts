const UNIT_BYTES = { KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 } as const
type Unit = keyof typeof UNIT_BYTES

/** Written sizes: `512MB`, `2GB`. A kilobyte has 1024 bytes. */
export const SIZE_PATTERN = '^[1-9]\\d{0,8}(KB|MB|GB)$'

/** Bytes of a written size, or null when it is not one. */
export function parseSize(text: string): number | null {
  const found = new RegExp(SIZE_PATTERN).exec(text)
  return found === null ? null : Number.parseInt(text, 10) * UNIT_BYTES[found[1] as Unit]
}

/** A size as people read it: in the largest unit that leaves a whole number, or one decimal. */
export function formatSize(bytes: number): string {
  const unit = bytes >= UNIT_BYTES.GB ? 'GB' : bytes >= UNIT_BYTES.MB ? 'MB' : 'KB'
  const count = bytes / UNIT_BYTES[unit]
  return `${Number.isInteger(count) ? count : count.toFixed(1)}${unit}`
}
