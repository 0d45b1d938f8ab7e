const KEY = 'muster.draft'

/** What was being written in this tab, so that a reload loses nothing. */
export function readDraft(): string | null {
  return sessionStorage.getItem(KEY)
}

export function keepDraft(text: string): void {
  sessionStorage.setItem(KEY, text)
}

/** What the editor shows before anything was written. */
export const FIRST_TEXT = `name: my-pipeline
version: 1.0.0
stages:
  - name: look
    template: default
    config:
      inputs:
        message: Hello
`
