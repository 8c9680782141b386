import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Environment } from '../config/environment.ts'
import { asObject, parseJson } from '../oci/json.ts'
import type { RunEvent } from '../report/event.ts'
import type { ToolInfo } from '../report/report.ts'

/** What a verb is given beside its options. */
export interface VerbContext {
  readonly environment: Environment
  /** Aborted when the user interrupts; its reason is a HarnessError `interrupted`. */
  readonly signal: AbortSignal
  readonly onEvent: (event: RunEvent) => void
  /** Asks the user, and gives the line typed; absent where nobody is there to answer. */
  readonly ask?: (question: string) => Promise<string>
}

let known: ToolInfo | undefined

/** This package's name and version. */
export function toolInfo(): ToolInfo {
  if (known === undefined) {
    const manifest = parseJson(
      readFileSync(fileURLToPath(import.meta.resolve('everyarch/package.json'))),
      'package.json',
    )
    known = { name: 'everyarch', version: asObject(manifest, 'package.json').string('version') }
  }
  return known
}
