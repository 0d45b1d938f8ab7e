const MAX_ROWS = 500

/** A review as Markdown. What stands in the files cannot become markup. */
export function reportOf({ title, plan, outputs, findings, untold, said }) {
  const rows = findings.slice(0, MAX_ROWS).map((finding) => {
    const { path, line, severity, problem } = finding
    return `| ${severity} | \`${cell(line === null ? path : `${path}:${line}`)}\` | ${cell(problem)} |`
  })
  const more =
    findings.length > MAX_ROWS ? ['', `${findings.length - MAX_ROWS} more are in findings.json.`] : []
  const { files, lines } = outputs
  return [
    `# ${title}`,
    '',
    `${plan.summary}: ${files} files, ${lines} ${plan.base === null ? '' : 'new '}lines, ${findings.length} findings.`,
    '',
    ...(said === null ? [] : [`${cell(plan.model)} says: ${cell(said)}`, '']),
    ...(rows.length === 0
      ? []
      : ['| Severity | Place | Finding |', '| --- | --- | --- |', ...rows, ...more, '']),
    ...(untold.length === 0
      ? []
      : ['Not looked at:', '', ...untold.map((reason) => `- ${cell(reason)}`), '']),
  ].join('\n')
}

function cell(text) {
  return text.replace(/[\r\n]+/g, ' ').replace(/[|<>]/g, '\\$&')
}
