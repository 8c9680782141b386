import { renderError } from '../../reporters/finding-text.ts'
import type { Style } from '../../reporters/style.ts'
import type { Environment } from '../config/environment.ts'
import type { ErrorReport } from '../report/report.ts'
import { formatLines, styleOf } from './presentation.ts'
import type { Terminal } from './terminal.ts'

/** Where a command's text goes: data to standard output, everything else to standard error. */
export interface Screen {
  /** For standard output. */
  readonly style: Style
  readonly errorStyle: Style
  printData(lines: readonly string[]): void
  printAside(lines: readonly string[]): void
  printErrors(errors: readonly ErrorReport[]): void
}

/** Shows lines on a terminal, with or without colours. */
export function openScreen({ stdout, stderr }: Terminal, environment: Environment, color?: boolean): Screen {
  const style = styleOf(stdout, environment, color)
  const errorStyle = styleOf(stderr, environment, color)
  const printAside = (lines: readonly string[]): void => stderr.write(formatLines(lines, errorStyle))
  return {
    style,
    errorStyle,
    printData: (lines) => stdout.write(formatLines(lines, style)),
    printAside,
    printErrors: (errors) => printAside(errors.flatMap((error) => renderError(errorStyle, error))),
  }
}
