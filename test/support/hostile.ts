import type { Page } from 'playwright-core'

const MARKUP =
  '<img src=x onerror="window.owned=1"><script>window.owned=1</script>"\'><svg onload=window.owned=1>'
/** What a terminal obeys: colours, a title, a link, a cleared screen; then what reorders text, hides in it, and starts lines over. */
const CONTROLS =
  '\u001b[31mred\u001b[0m\u001b]0;owned\u0007\u001b]8;;https://owned.example\u001b\\here\u001b]8;;\u001b\\\u001b[2J\u009b2J\u202Egnp.exe\u2066zero\u200Bwidth\uFEFF\u2028\r'
/** What would show if anything of it ran, was taken for markup, or moved the text around it. */
export const HOSTILE = `${MARKUP} javascript:window.owned=1 ${CONTROLS}`
/** The same as JSON, YAML and JavaScript take it, without a character that an editor would obey. */
const QUOTED = JSON.stringify(HOSTILE).replaceAll(
  /[^ -~]/g,
  (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
)

const AGENT = `
const fs = require('fs')
const text = ${QUOTED}
const huge = 'w'.repeat(40_000)
const { MUSTER_PHASE, MUSTER_OUTPUT, MUSTER_ARTIFACTS } = process.env
const plan = { summary: text + huge, actions: [{ verb: 'publish', target: text, note: { [text]: [text, null] } }] }
if (MUSTER_PHASE === 'PLAN') fs.writeFileSync(MUSTER_OUTPUT, JSON.stringify(plan))
if (MUSTER_PHASE === 'EXECUTE') {
  fs.writeFileSync(MUSTER_OUTPUT, JSON.stringify({ said: text, huge, deep: { [text]: [text] } }))
  fs.writeFileSync(MUSTER_ARTIFACTS + '/' + text.replaceAll('/', '|').slice(-120), text)
}
console.log(text + '\\0')
console.error(text)
console.log('x'.repeat(200000))
`

/** An agent that says it wherever it may say anything. */
export const HOSTILE_TEMPLATE = `
name: hostile
version: 1.0.0
description: ${QUOTED}
tier: 2
inputs: { note: { type: string, default: ${QUOTED}, description: ${QUOTED} } }
outputs: [said, huge, deep]
commands:
  plan: [node, -e, ${JSON.stringify(AGENT)}]
  execute: [node, -e, ${JSON.stringify(AGENT)}]
`

/** A pipeline that says it wherever one may, with a gate for the plan of its agent and one that has a form. */
export const HOSTILE_PIPELINE = `
name: hostile
description: ${QUOTED}
inputs: { note: { type: string, default: ${QUOTED}, description: ${QUOTED} } }
stages:
  - name: work
    template: hostile
    config: { inputs: { note: '\${{ inputs.note }}' } }
    approval: { approvers: ['role:owner'], allow_author: true, message: ${QUOTED} }
  - name: ask
    type: gate
    gate_type: approval
    approvers: ['role:owner']
    allow_author: true
    message: ${QUOTED}
    timeout: 1h
    form:
      why: { type: string, default: ${QUOTED}, description: ${QUOTED} }
      which: { type: string, enum: [${QUOTED}, other], default: other }
`

/** Said as a text: it is for the browser, which has what this process has not. */
const LOOK = String.raw`(() => {
  const told = [...document.querySelectorAll('[title], [alt], [placeholder], [aria-label], [download]')]
    .flatMap((one) => ['title', 'alt', 'placeholder', 'aria-label', 'download'].map((name) => one.getAttribute(name) ?? ''))
  const texts = [document.title, document.body.textContent, ...told]
  return {
    owned: 'owned' in window,
    scripts: [...document.scripts].filter((one) => !one.src.startsWith(location.origin + '/')).length,
    images: [...document.images].filter((one) => !one.src.endsWith('/favicon.svg')).length,
    handlers: document.querySelectorAll('[onerror], [onload], [href^="javascript:" i]').length,
    unseen: texts.flatMap((text) => text.match(/.{0,40}[^\n\t\P{C}]/u) ?? []).concat(texts.filter((text) => /[\u2028\u2029]/.test(text))),
    wider: document.documentElement.scrollWidth > window.innerWidth,
  }
})()`

export const HARMLESS = { owned: false, scripts: 0, images: 0, handlers: 0, unseen: [], wider: false }

/** What of it came through to the page that is shown: `HARMLESS` when nothing did. */
export function harmOn(page: Page): Promise<typeof HARMLESS> {
  return page.evaluate<typeof HARMLESS>(LOOK)
}
