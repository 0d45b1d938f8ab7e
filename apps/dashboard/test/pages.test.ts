import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { html, textOf } from '../src/pages/html.ts'

describe('a page that the server writes', () => {
  it('has the same tags whatever text is put into it', () => {
    const tagsOf = (text: string) =>
      textOf(html`<p title="${text}">${text}</p>`)
        .match(/<[^>"]*(?:"[^"]*"[^>"]*)*>/g)
        ?.map((tag) => tag.replace(/"[^"]*"/g, '""'))
    const hostile = ['<script>x</script>', '"><img onerror=x>', "' onload='x", '--><b>', '${x}']
    for (const text of hostile) expect(tagsOf(text)).toEqual(['<p title="">', '</p>'])
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(tagsOf(text)).toEqual(['<p title="">', '</p>'])
      }),
    )
  })

  it('takes for markup what `html` made, and nothing that merely looks like it', () => {
    const forged = JSON.parse('{"markup":"<b>","Symbol(markup)":"<b>","length":0}') as never
    expect(() => html`${forged}`).toThrow(TypeError)
    expect(textOf(html`${'<b>'}${html`<i>${'"'}</i>`}${[1, null, false, undefined]}`)).toBe(
      '&lt;b&gt;<i>&quot;</i>1',
    )
  })
})
