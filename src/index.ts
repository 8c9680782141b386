export {
  bench,
  clean,
  doctor,
  inspect,
  plan,
  platforms,
  resolve,
  verify,
  type LibraryOptions,
} from './verbs/library.ts'
export { HarnessError, type ErrorCode } from './errors.ts'
export { findingCodes, isFindingCode, type FindingCode } from './report/finding-codes.ts'
export { mergeRunReports, type MergeOptions } from './report/merge.ts'
export { parseRunReport, parseRunReports } from './report/parse.ts'
export type {
  BenchReport,
  BenchmarkReport,
  ChangeReport,
  FootprintReport,
  IntervalReport,
  MachineReport,
  RequestsReport,
} from './report/benchmark-report.ts'
export type { RunEvent } from './report/event.ts'
export type { DocumentReporter } from './report/reporter.ts'
export type { Finding, Json } from './report/finding.ts'
export type { Severity } from './report/severity.ts'
export type {
  CleanListing,
  DoctorCheck,
  DoctorListing,
  ImagePlatforms,
  ListedPlatform,
  PlanListing,
  PlannedEngine,
  PlannedPlatform,
  PlatformsListing,
  RemovedThing,
} from './report/listing.ts'
export type {
  CalibrationReport,
  CheckReport,
  Emulator,
  ErrorReport,
  ExecutionReport,
  ExitCode,
  HealthReport,
  ImageReport,
  KeptContainer,
  PlatformReport,
  PublishedTag,
  PublishReport,
  RunReport,
  RunVerdict,
  StartReport,
  Verdict,
} from './report/report.ts'
export type { ResolvedHost, ResolvedPick, ResolveListing, ResolveWarning } from './report/resolve-listing.ts'
export type { RunReports } from './report/run-reports.ts'
