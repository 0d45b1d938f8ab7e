const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * An id that sorts by time within a pipeline: its name, 7 digits of the time in seconds, 8 of chance (base 32). Of a
 * thousand runs of one pipeline in one second two share an id once in two million times.
 */
export function newRunId(pipeline: string, now: number, random: () => number): string {
  let seconds = Math.floor(now / 1_000)
  let time = ''
  for (let digit = 0; digit < 7; digit += 1) {
    time = `${ALPHABET[seconds % 32]}${time}`
    seconds = Math.floor(seconds / 32)
  }
  const chance = Array.from({ length: 8 }, () => ALPHABET[Math.floor(random() * 32)]).join('')
  return `${pipeline}-${time}${chance}`
}
