import type { Environment } from '../config/environment.ts'
import type { ReporterChoice } from '../config/reporter-choice.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { reportsVerdict, type VerbName } from '../config/verb-name.ts'

/** The documents a command writes. Where GitHub runs it and nothing else was said, its annotations are what people see. */
export function chooseDocuments(
  verb: VerbName,
  { json, reporters }: ResolvedConfig,
  { isGithubActions }: Environment,
): readonly ReporterChoice[] {
  const asked: readonly ReporterChoice[] = json ? [{ name: 'json' }] : []
  if (!reportsVerdict(verb)) return asked
  const usual: readonly ReporterChoice[] = isGithubActions && !json ? [{ name: 'github' }] : []
  return [...(reporters.length > 0 ? reporters : usual), ...asked]
}

/** True when a document takes standard output for itself; annotations stand between other lines. */
export function takesStandardOutput({ json, reporters }: ResolvedConfig): boolean {
  return json || reporters.some(({ name, file }) => file === undefined && name !== 'terminal' && name !== 'github')
}
