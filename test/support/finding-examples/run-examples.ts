import { variantTooNew } from '../acceptance/foreign-files.ts'
import { runRows } from '../acceptance/run-rows.ts'
import { example, exampleOf, type FindingExample } from './example.ts'
import { handlerExamples } from './handler-examples.ts'
import { remoteExample } from './remote-example.ts'

/** What an engine is needed for, on an amd64 host that emulates arm64. */
export const runExamples: readonly FindingExample[] = [
  exampleOf('execution/no-handler', runRows, 'a platform this host cannot run'),
  ...handlerExamples,
  exampleOf('execution/platform-unsupported', runRows, 'Windows asked for'),
  remoteExample,
  exampleOf('execution/setuid-unavailable', runRows, 'a set-user-ID program under a handler without C'),
  exampleOf('run/uname-mismatch', runRows, 'a uname that names another architecture'),
  exampleOf('run/not-emulated', runRows, 'an amd64 application that answers on arm64'),
  exampleOf('run/entrypoint-failed', runRows, 'a script that no engine executes'),
  exampleOf('run/exited-early', runRows, 'arm64 ends at once'),
  exampleOf('run/needs-configuration', runRows, 'settings are wanted and none given'),
  exampleOf('run/crash', runRows, 'arm64 reads address zero'),
  exampleOf('run/hang', runRows, 'arm64 sleeps for ever'),
  exampleOf('run/health-timeout', runRows, 'busy and not ready when the time is over'),
  exampleOf('run/health-unexpected', runRows, 'arm64 answers with 500'),
  exampleOf('run/port-not-listening', runRows, 'arm64 listens on another port'),
  exampleOf('run/out-of-memory', runRows, 'more memory wanted than allowed'),
  example('run/cpu-floor', variantTooNew, '--cpu-floor'),
].map((one) => ({ ...one, command: 'verify' }))
