import {
  FORESEEN,
  type Foreseen,
  type GateEvidence,
  type Json,
  tellCompared,
  tellConsequence,
  tellCost,
  tellCount,
  tellPlan,
  tellYou,
  TIER_NAMES,
  visible,
} from '@muster/core'
import type { Page } from './document.ts'
import { canSendBack, decideForm } from './decide-form.ts'
import { html, type Markup, type Part } from './html.ts'
import { actorOf, momentOf, shownOf, statusOf, valuesOf } from './parts.ts'

/** Actions, effects or votes of one list: what is beyond is told by its number. */
const MOST = 200
const LONG = 2_000

/** One gate: first all that a decision stands on, then the means to decide. `names` are those whom one may speak for. */
export function gatePage(evidence: GateEvidence, names: readonly string[]): Page {
  const { gate, stage, run, round, message, verdict, changed, tier, digest } = evidence
  const href = `/runs/${encodeURIComponent(run)}`
  return {
    title: `${verdict === null ? 'Decide' : verdict.replace('_', ' ')}: ${gate} · Muster`,
    name: null,
    script: 'page.js',
    main: html`
<header class="page-head">
<h1>${message === null ? `Decide ${stage}` : visible(message, 4_096)}</h1>
<p class="lead">
${verdict === null ? statusOf('waiting') : statusOf(VERDICTS[verdict] ?? 'failed', verdict.replace('_', ' '))}
<span>gate <code>${stage}</code> of <a href="${href}"><code>${run}</code></a></span>
${round > 1 && html`<span>round ${round}</span>`}
${tier !== null && html`<span>at T${tier} ${TIER_NAMES[tier]}</span>`}
<span>started by ${actorOf(evidence.who.author)}</span>
${verdict === null && html`<span>closes in ${momentOf(evidence.deadline.at, 'until')}</span>`}
</p>
</header>
${changed.length > 0 && html`<p class="changed" role="note">Changed since the round before: ${visible(changed.join('; '), LONG)}.</p>`}
${planPart(evidence)}
${section('What it stands on', needsPart(evidence))}
${section('Effects', effectsPart(evidence))}
${section('Spent so far', html`<p>${tellCost(evidence.spent.run)}</p>`)}
${section('What follows', answersPart(evidence))}
${section('Who decides', whoPart(evidence))}
${verdict === null && decideForm(evidence, names)}
<p class="quiet seen">A vote binds to <code>${digest}</code>: when anything above changes, it is refused.</p>`,
  }
}

const VERDICTS: Readonly<Record<string, string>> = {
  approved: 'succeeded',
  cancelled: 'cancelled',
  expired: 'timed_out',
  reopened: 'pending',
}

function section(title: string, body: Part): Markup | null {
  return body === null ? null : html`<section><h2>${title}</h2>${body}</section>`
}

function planPart(evidence: GateEvidence): Markup | null {
  const { plan } = evidence
  if (plan === null) return null
  const { summary } = (plan.plan ?? {}) as { readonly summary?: Json }
  const against = tellCompared(evidence)
  const lines = tellPlan(evidence)
  const left = lines.length - MOST
  return section(
    against === null ? 'Plan' : `Plan, against ${against}`,
    html`
${typeof summary === 'string' && html`<p class="said">${visible(summary, LONG)}</p>`}
<ul class="diff">${lines
      .slice(0, MOST)
      .map(
        ({ sign, text }) =>
          html`<li class="${CLASSES[sign]}"><span>${sign}</span><code>${visible(text, LONG)}</code></li>`,
      )}${left > 0 && html`<li class="quiet"><span></span>${left} more</li>`}</ul>
<details><summary>The whole plan, as its agent wrote it</summary><pre class="said">${shownOf(plan.plan)}</pre></details>`,
  )
}

const CLASSES = { '+': 'new', '-': 'gone', ' ': 'same' } as const

function needsPart({ needs }: GateEvidence): Markup | null {
  const stages = Object.entries(needs)
  if (stages.length === 0) return null
  return html`${stages.slice(0, MOST).map(
    ([stage, { status, outputs }]) => html`
<details open><summary><code>${stage}</code> ${statusOf(status)}</summary>
${Object.keys(outputs).length === 0 ? html`<p class="quiet">It put nothing out.</p>` : valuesOf(outputs)}</details>`,
  )}`
}

function effectsPart({ effects: { declared, asked } }: GateEvidence): Markup | null {
  if (declared.length === 0 && asked.length === 0) return null
  return html`
${declared.length > 0 && html`<p>It may ask for:</p><ul class="diff">${declared.map((one) => html`<li><span></span><code>${visible(JSON.stringify(one), LONG)}</code></li>`)}</ul>`}
${
  asked.length > 0 &&
  html`<p>Asked for so far:</p><table class="values"><tbody>${asked.slice(0, MOST).map(
    ({ stage, number, asked: of, standing }) => html`
<tr><th scope="row">${stage}/${number}</th><td>${standing.status.replaceAll('_', ' ')}</td><td><code>${visible(`${of.verb} ${of.target}`, LONG)}</code></td></tr>`,
  )}</tbody></table>`
}`
}

const ANSWERS: Readonly<Record<Foreseen, string>> = {
  approved: 'Approve',
  rejected: 'Reject',
  sent_back: 'Send back',
  expired: 'No answer',
}

function answersPart({ answers, deadline, sendBack }: GateEvidence): Markup | null {
  const told = FORESEEN.filter(
    (end) => answers[end] !== undefined && (end !== 'sent_back' || canSendBack(sendBack)),
  )
  if (told.length === 0) return null
  return html`<dl class="facts">${told.map((end) => {
    const consequence = answers[end]
    const escalates = end === 'expired' && deadline.then === 'escalate'
    const then = escalates
      ? `it goes on to ${deadline.escalatesTo.join(', ')}`
      : consequence === undefined
        ? ''
        : tellConsequence(consequence)
    return html`<dt>${ANSWERS[end]}</dt><dd>${then.replaceAll('`', '')}</dd>`
  })}</dl>`
}

function whoPart(evidence: GateEvidence): Markup {
  const { approvers, votes, waitingFor, vetoes } = evidence.who
  const you = tellYou(evidence)
  return html`
<p>${tellCount(evidence)}; ${approvers.length === 0 ? 'anyone may decide' : `waits for ${waitingFor.join(', ')}`}${vetoes.length > 0 ? `; a rejection of ${vetoes.join(', ')} rejects` : null}.</p>
${you !== null && html`<p class="you">${you.replaceAll('`', '')}</p>`}
${
  votes.length > 0 &&
  html`<ul class="votes">${votes.slice(0, MOST).map(
    ({ voter, decision, comment, at, to }) => html`
<li>${statusOf(VOTES[decision] ?? 'skipped', decision.replace('-', ' '))} ${actorOf(voter)}${to === undefined ? null : ` to ${visible(to, 100)}`}, ${momentOf(at, 'ago')}${comment === null ? null : html`<p class="said">${visible(comment, LONG)}</p>`}</li>`,
  )}</ul>`
}`
}

const VOTES: Readonly<Record<string, string>> = {
  approve: 'succeeded',
  reject: 'failed',
  'send-back': 'waiting',
}
