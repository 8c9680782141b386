import type {
  AuditProgressEvent,
  BuildEndEvent,
  BuildStartEvent,
  BuildStepEvent,
  ImageResolvedEvent,
  NoticeEvent,
  PlatformEndEvent,
  PlatformPlannedEvent,
  PlatformStateEvent,
  RunEndEvent,
  RunEvent,
} from './event.ts'
import type { RunReport } from './report.ts'
import type { RunReports } from './run-reports.ts'

/** The reporters that come with the tool. */
export const reporterNames = [
  'terminal',
  'json',
  'markdown',
  'github',
  'junit',
  'badge',
  'badge-json',
  'svg',
  'svg-timeline',
  'readme',
  'html',
] as const
/** Their names. */
export type ReporterName = (typeof reporterNames)[number]

/** The reporters that make a document. */
export type DocumentName = Exclude<ReporterName, 'terminal'>

/** Makes a document of a finished run: a pure function of its report. */
export type DocumentReporter = (report: RunReport | RunReports) => string | Promise<string>

/** Watches a run. Every hook is optional and is given plain data. */
export interface Reporter {
  /** The builder begins. */
  onBuildStart?(event: BuildStartEvent): void
  /** A step of a build went on to its next state. */
  onBuildStep?(event: BuildStepEvent): void
  /** The builder has ended, whatever it came to. */
  onBuildEnd?(event: BuildEndEvent): void
  /** The image's name was resolved to a digest and its platforms are known. */
  onImageResolved?(event: ImageResolvedEvent): void
  /** It is known how a platform will be run. */
  onPlatformPlanned?(event: PlatformPlannedEvent): void
  /** A platform went on to its next state, or made progress in it. */
  onPlatformState?(event: PlatformStateEvent): void
  /** The audit has read another layer. */
  onAuditProgress?(event: AuditProgressEvent): void
  /** A platform has its verdict. */
  onPlatformEnd?(event: PlatformEndEvent): void
  /** Something the user should know that is no finding. */
  onNotice?(event: NoticeEvent): void
  /** An image has its verdict. */
  onRunEnd?(event: RunEndEvent): void
  /** Nothing more will happen, however it ended. */
  close?(): void
}

/** Calls the hook an event is for. */
export function reportEvent(reporter: Reporter, event: RunEvent): void {
  switch (event.kind) {
    case 'build-start':
      return reporter.onBuildStart?.(event)
    case 'build-step':
      return reporter.onBuildStep?.(event)
    case 'build-end':
      return reporter.onBuildEnd?.(event)
    case 'image-resolved':
      return reporter.onImageResolved?.(event)
    case 'platform-planned':
      return reporter.onPlatformPlanned?.(event)
    case 'platform-state':
      return reporter.onPlatformState?.(event)
    case 'audit-progress':
      return reporter.onAuditProgress?.(event)
    case 'platform-end':
      return reporter.onPlatformEnd?.(event)
    case 'notice':
      return reporter.onNotice?.(event)
    case 'run-end':
      return reporter.onRunEnd?.(event)
  }
}
