const ESC = '\u001b'
const BEL = '\u0007'
// Escape sequences carry colour and no words: whole ones go. What is left of control characters is shown, not sent.
const SEQUENCES = new RegExp(`${ESC}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\))`, 'g')
const CONTROLS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu

/** Text that can neither steer a terminal, nor reorder a line, nor end it: tabs stay, other controls become symbols. */
export function cleanText(text: string): string {
  return text.replace(SEQUENCES, '').replace(CONTROLS, (character) => {
    const code = character.charCodeAt(0)
    if (character === '\t') return character
    if (code < 0x20) return String.fromCharCode(0x2400 + code)
    return code === 0x7f ? '\u2421' : '\ufffd'
  })
}
