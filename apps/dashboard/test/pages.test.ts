import { anEvidence } from '@muster/testing'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentOf } from '../src/pages/document.ts'
import { gatePage } from '../src/pages/gate-page.ts'
import { html, textOf } from '../src/pages/html.ts'
import { inboxPage } from '../src/pages/inbox-page.ts'

const gate = (text: string) => documentOf(gatePage(anEvidence(text), ['grace']))
/** Every tag with its attributes; not their values, nor which option is selected, for a text may chance to equal another one. */
const tagsOf = (page: string) =>
  [...page.matchAll(/<\/?[a-z][^>]*>/gi)].map(([tag]) =>
    tag.replace(/="[^"]*"/g, '=""').replace('<option value="" selected>', '<option value="">'),
  )

describe('a page', () => {
  it('has the same tags and attributes whatever agents and people wrote in it', () => {
    const plain = tagsOf(gate('word'))
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (text) => {
        expect(tagsOf(gate(text))).toEqual(plain)
      }),
      { numRuns: 200 },
    )
    for (const text of [
      '<script>x</script>',
      '"><img onerror=x>',
      "' onload='x",
      '--><b>',
      '</textarea><b>',
      '${x}',
    ])
      expect(tagsOf(gate(text))).toEqual(plain)
  })

  it('shows what would hide or reorder text, and shows no text without end', () => {
    const page = gate('a\u202Eb\u0007')
    expect(page).toContain('a⟨U+202E⟩b⟨U+0007⟩')
    // What is to be sent back as it is stays as it is, inside of a field.
    const shown = page.replace(/ value="[^"]*"/g, '').replace(/<textarea[^>]*>[^<]*/g, '')
    for (const unseen of ['\u202E', '\u0007']) expect(shown).not.toContain(unseen)
    const long = documentOf(gatePage(anEvidence('x'.repeat(1_000_000), { form: {} }), []))
    expect(long.length).toBeLessThan(300_000)
  })

  it('has no script, style or handler inside it', () => {
    const page = gate('word')
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/i)
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i)
  })

  it('takes for markup what `html` made, and nothing that merely looks like it', () => {
    const forged = JSON.parse('{"markup":"<b>","Symbol(markup)":"<b>","length":0}') as never
    expect(() => html`${forged}`).toThrow(TypeError)
    expect(textOf(html`${'<b>'}${html`<i>${'"'}</i>`}${[1, null, false, undefined]}`)).toBe(
      '&lt;b&gt;<i>&quot;</i>1',
    )
  })
})

describe('the page of a gate', () => {
  it('shows what a decision stands on before the means to decide', () => {
    const page = gate('word')
    const places = [
      'Plan, against round 1',
      'What it stands on',
      'What follows',
      'Who decides',
      'Your answer',
    ].map((heading) => page.indexOf(heading))
    expect(places.every((place) => place > 0)).toBe(true)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(page.indexOf('<button')).toBeGreaterThan(page.indexOf('Your answer'))
    expect(page).toContain(`name="seen" value="sha256:${'4'.repeat(64)}"`)
  })

  it('holds its form shut until a script listens: what was typed never goes into an address', () => {
    const page = gate('word')
    expect(page).toMatch(/<form[^>]*>\s*<fieldset disabled>/)
    expect(page.slice(page.indexOf('</fieldset>'))).not.toMatch(/<(button|input|textarea|select)/)
  })

  it('offers no answer to those who have none, and none once it is decided', () => {
    const you = { may: false, because: 'author' } as const
    const author = documentOf(gatePage(anEvidence('word', { who: { ...anEvidence('word').who, you } }), []))
    expect(author).toContain('You started this run, and may not decide it.')
    expect(author).not.toContain('<form')
    expect(documentOf(gatePage(anEvidence('word', { verdict: 'approved', answers: {} }), []))).not.toContain(
      '<form',
    )
  })

  it('offers to send back only while that may be done', () => {
    expect(gate('word')).toContain('value="send-back"')
    const spent = gatePage(anEvidence('word', { sendBack: { left: 0, to: ['apply'] } }), [])
    expect(documentOf(spent)).not.toContain('value="send-back"')
  })
})

it('an empty inbox says so', () => {
  expect(documentOf(inboxPage({ rows: [], next: null }))).toContain('Nothing waits for you.')
})
