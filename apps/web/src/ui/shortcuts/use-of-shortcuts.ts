const KEY = 'muster.shortcuts'

/** Whether single keys do something in this browser. */
export function readUse(): boolean {
  return localStorage.getItem(KEY) !== 'off'
}

export function writeUse(used: boolean): void {
  if (used) localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, 'off')
}
