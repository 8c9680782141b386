import type { RunVerb } from '../../../src/cli/run-verb.ts'
import type { VerbName } from '../../../src/config/verb-name.ts'

/** The same for every command. */
export function everyVerb(verb: RunVerb): Readonly<Record<VerbName, RunVerb>> {
  return {
    init: verb,
    verify: verb,
    platforms: verb,
    inspect: verb,
    bench: verb,
    plan: verb,
    resolve: verb,
    publish: verb,
    readme: verb,
    report: verb,
    doctor: verb,
    'builder ls': verb,
    'builder create': verb,
    'builder use': verb,
    'builder inspect': verb,
    'builder rm': verb,
    clean: verb,
  }
}
