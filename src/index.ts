export { verify, inspect, platforms, plan, resolve, bench, publish, openImage, doctor, clean } from './verbs/library.ts'
export { renderReport, type RenderOptions } from '../reporters/render-report.ts'
export { mergeRunReports, type MergeOptions } from './report/merge.ts'
export { parseRunReport, parseRunReports } from './report/parse.ts'
export { HarnessError, type ErrorCode, type HarnessErrorOptions } from './errors.ts'
export { findingCodes, isFindingCode, type FindingCode } from './report/finding-codes.ts'
export type {
  BenchOptions,
  CallOptions,
  CleanOptions,
  DoctorOptions,
  LibraryOptions,
  OneImage,
  OpenOptions,
  PublishOptions,
  VerifyOptions,
} from './verbs/library-options.ts'
export type { OpenedFile, OpenedFiles, OpenedImage, OpenedPlatform } from './image/opened-image.ts'
export type { Variables } from './config/environment.ts'
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
  ToolInfo,
  Verdict,
} from './report/report.ts'
export type { RunReports } from './report/run-reports.ts'
export type { Finding, Json } from './report/finding.ts'
export type { Severity } from './report/severity.ts'
export type {
  BuildFailure,
  BuildReport,
  BuildStepReport,
  BuildWarning,
  BuiltImageReport,
  Staging,
  StepExecution,
} from './report/build-report.ts'
export type {
  BenchReport,
  BenchmarkReport,
  BuildFigures,
  ChangeReport,
  FootprintReport,
  IntervalReport,
  MachineReport,
  RequestsReport,
  SavedBuildsReport,
  StepFigures,
  TrendReport,
} from './report/benchmark-report.ts'
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
  PublishListing,
  RemovedThing,
} from './report/listing.ts'
export type { ResolvedHost, ResolvedPick, ResolveListing, ResolveWarning } from './report/resolve-listing.ts'
export type { DocumentName, DocumentReporter, ReporterName } from './report/reporter.ts'
export type { ReadmeColumn, ReadmeTableOptions, ReadmeWord, ReadmeWords } from './report/readme-words.ts'
export type {
  AuditProgressEvent,
  BuildEndEvent,
  BuildStartEvent,
  BuildStepEvent,
  ImageResolvedEvent,
  NoticeEvent,
  PlatformEndEvent,
  PlatformPlannedEvent,
  PlatformState,
  PlatformStateEvent,
  RunEndEvent,
  RunEvent,
} from './report/event.ts'
export type { Digest, DigestAlgorithm } from './oci/digest.ts'
export type { Descriptor } from './oci/descriptor.ts'
export type { Platform } from './oci/platform.ts'
export type { ImageManifest } from './oci/image-manifest.ts'
export type { ContainerConfig, HistoryEntry, ImageConfig } from './oci/image-config.ts'
