/**
 * A test of paths by a pattern of the rules: `*` stays within one part, `**` crosses parts, `{a,b}` is either and holds
 * no slash. It takes time in proportion to the path, whatever the path is: images choose them.
 */
export function createPathTest(pattern: string): (parts: readonly string[]) => boolean {
  const anchored = pattern.startsWith('/') ? pattern.slice(1) : `**/${pattern}`
  const steps = anchored.split('/').map((part) => (part === '**' ? undefined : createPartTest(part)))
  return (parts) => matches(steps, parts)
}

/** A test of one part; undefined stands for any number of them. */
type Step = ((part: string) => boolean) | undefined

function createPartTest(part: string): (part: string) => boolean {
  if (!/[*{]/.test(part)) return (other) => other === part
  const source = part.replaceAll(/\*|\{([^{}]*)\}|[\\^$.|+?()[\]{}]/g, (token, choices: unknown) => {
    if (token === '*') return '.*'
    return typeof choices === 'string' ? `(?:${choices.split(',').map(escapeChoice).join('|')})` : `\\${token}`
  })
  const expression = new RegExp(`^${source}$`, 's')
  return (other) => expression.test(other)
}

function escapeChoice(choice: string): string {
  return choice.replaceAll(/[\\^$.|+?()[\]]/g, String.raw`\$&`).replaceAll('*', '.*')
}

/** Only the last `**` ever has to take more: an earlier one could win nothing by it. */
function matches(steps: readonly Step[], parts: readonly string[]): boolean {
  let [step, part] = [0, 0]
  let retry: { readonly step: number; readonly part: number } | undefined
  while (part < parts.length) {
    const test = steps[step]
    if (step < steps.length && test === undefined) {
      retry = { step: ++step, part }
    } else if (step < steps.length && test?.(parts[part] ?? '') === true) {
      step++
      part++
    } else if (retry !== undefined) {
      retry = { step: retry.step, part: retry.part + 1 }
      step = retry.step
      part = retry.part
    } else return false
  }
  return steps.slice(step).every((rest) => rest === undefined)
}
