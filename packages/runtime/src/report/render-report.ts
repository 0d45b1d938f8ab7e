import { AGENT_PHASE_NAMES, budgetText, formatDuration, type Json } from '@muster/core'
import { cleanText } from '../clean-text.ts'
import type { Report } from './build-report.ts'

/** A report as Markdown. What an agent wrote cannot become markup. */
export function renderReport(report: Report): string {
  const sections = [
    `# ${plain(report.stage)}: ${report.status}`,
    [
      report.reason === null ? [] : [`Reason: ${plain(report.reason)}`],
      `Agent \`${report.agent}\`, ${formatDuration(report.durationMs)}.`,
      Object.entries(report.identity).map(([name, value]) => `- ${name}: ${plain(value)}`),
    ]
      .flat()
      .join('\n'),
    section('Planned', plannedLines(report)),
    section(
      'Done',
      report.attempts.map(
        ({ phase, attempt, outcome, startedAt, finishedAt }) =>
          `- ${AGENT_PHASE_NAMES[phase]}, attempt ${attempt}: ${outcome}, ${formatDuration(finishedAt - startedAt)}`,
      ),
    ),
    section(
      'Effects',
      report.effects.map(
        ({ verb, target, ended, reason }) =>
          `- ${plain(verb)} ${plain(target)}: ${ended}${reason === null ? '' : `, ${plain(reason)}`}`,
      ),
    ),
    section(
      'Outputs',
      Object.entries(report.outputs).map(([name, value]) => `- ${plain(name)}: ${plain(value)}`),
    ),
    section('Verified', [report.verified ? 'Yes.' : 'No.']),
    section(
      'Errors',
      report.errors.map((error) => `- ${plain(error)}`),
    ),
    section('Budget', budgetLines(report)),
    section('Artifacts', [
      report.manifest === null ? 'None.' : `${report.artifacts} files; manifest \`${report.manifest}\`.`,
    ]),
  ]
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`
}

function budgetLines({ budget }: Report): string[] {
  const text = budget === null ? '' : budgetText(budget)
  if (budget === null || text === '') return []
  const { clarification } = budget
  if (clarification === null) return [`${plain(text)}.`]
  const { number, because, errors, learnt, changes, review } = clarification
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', `${title}:`, '', ...lines.map((line) => `- ${plain(line)}`)]
  return [
    `${plain(text)}.`,
    '',
    review === undefined
      ? `Clarification ${number}: ${plain(because)} were spent.`
      : `Its plan was ${plain(because)}.`,
    ...list('What failed', errors),
    ...list('What was learnt', learnt),
    ...list('What changes', changes === null ? [] : [changes]),
  ]
}

function plannedLines(report: Report): string[] {
  if (report.plan === null) return ['Nothing.']
  const { summary, actions } = report.plan as { readonly summary?: Json; readonly actions?: readonly Json[] }
  const lines = (actions ?? []).map((action) => {
    const { verb, target } = action as { readonly verb: Json; readonly target: Json }
    return `- ${plain(verb)} ${plain(target)}`
  })
  return [
    plain(summary ?? 'No summary.'),
    '',
    ...lines,
    '',
    `Plan digest \`${report.planDigest ?? 'unknown'}\`.`,
  ]
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `## ${title}\n\n${lines.join('\n')}`
}

const MAX_TEXT = 2_000

function plain(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)} …` : text
  return cleanText(short.replace(/\s+/g, ' ')).replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
}
