import { type GateEvidence, type InputSpec, visible } from '@muster/core'
import { html, type Markup } from './html.ts'

/** The means to decide a gate, below all that a decision stands on. `names` are those whom one may speak for. */
export function decideForm(
  { gate, digest, form, sendBack, who }: GateEvidence,
  names: readonly string[],
): Markup {
  const may = who.you?.may === true
  if (!may && names.length === 0) return html`<p class="quiet">Nothing here waits for you.</p>`
  const fields = Object.entries(form)
  return html`
<form class="decide page" data-post="/gates/${encodeURIComponent(gate)}/votes">
<fieldset disabled>
<h2>Your answer</h2>
<input type="hidden" name="seen" value="${digest}" />
<input type="hidden" name="surface" value="page" />
${names.length > 0 && html`<label class="speak">Decide as <select name="as">${may && html`<option value="">myself</option>`}${names.map((name) => html`<option value="${name}">${name}</option>`)}</select></label>`}
${fields.map(([name, spec]) => field(name, spec))}
<label>Comment<textarea name="comment" rows="3" maxlength="4000"></textarea></label>
<div class="act">
<button class="primary" name="decision" value="approve">Approve</button>
<button class="danger" name="decision" value="reject" data-needs="comment" data-because="Say why: whoever started the run will read it.">Reject</button>
${canSendBack(sendBack) && html`<button name="decision" value="send-back" data-needs="comment" data-because="Say what shall be different: the agent plans anew with it.">Send back</button>`}
<button name="decision" value="abstain">Abstain</button>
</div>
<details><summary>Hand your vote to somebody else</summary>
<label>Their name<input name="to" type="text" maxlength="100" /></label>
<button name="decision" value="delegate" data-needs="to" data-because="Say to whom.">Hand on</button></details>
<p class="problem" role="alert"></p>
</fieldset>
<noscript><p class="problem">Answering here needs JavaScript; <code>npx muster approve</code> and its likes do without.</p></noscript>
</form>`
}

function field(
  name: string,
  { type, description, required, default: given, enum: options }: InputSpec,
): Markup {
  const key = `values.${name}`
  const title = html`${name}${required && given === undefined && html` <span class="quiet">required</span>`}${description !== null && html`<span class="quiet"> ${visible(description, 1_000)}</span>`}`
  if (options !== null)
    return html`<label>${title}<select name="${key}" data-type="json" data-title="${name}">${!required && html`<option value=""></option>`}${options.map(
      (option) =>
        html`<option value="${JSON.stringify(option)}"${option === given && html` selected`}>${visible(typeof option === 'string' ? option : JSON.stringify(option), 200)}</option>`,
    )}</select></label>`
  const value = given === undefined ? '' : typeof given === 'string' ? given : JSON.stringify(given)
  switch (type) {
    case 'string':
      return html`<label>${title}<input name="${key}" type="text" value="${value}" /></label>`
    case 'number':
    case 'integer':
      return html`<label>${title}<input name="${key}" type="number" step="${type === 'integer' ? '1' : 'any'}" data-type="number" value="${value}" /></label>`
    case 'boolean':
      return html`<label>${title}<select name="${key}" data-type="boolean">${given === undefined && html`<option value=""></option>`}${[
        true,
        false,
      ].map(
        (option) =>
          html`<option value="${String(option)}"${option === given && html` selected`}>${option ? 'yes' : 'no'}</option>`,
      )}</select></label>`
    case 'list':
    case 'object':
      return html`<label>${title}<textarea name="${key}" rows="3" data-type="json" data-title="${name}">${value}</textarea></label>`
  }
}

/** Whether there is somebody to plan anew, and it was not done too often. */
export function canSendBack({ left, to }: GateEvidence['sendBack']): boolean {
  return left > 0 && to.length > 0
}
