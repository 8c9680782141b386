import { HarnessError } from '../errors.ts'
import { isDigest } from '../oci/digest.ts'
import {
  invalid,
  isObject,
  readFields,
  readFlag,
  readGuarded,
  readInstant,
  readList,
  readQuantity,
  readText,
  readWord,
} from './json-fields.ts'
import { parseBench } from './parse-benchmarks.ts'
import { parseBuildReport } from './parse-build-report.ts'
import { parseError } from './parse-error.ts'
import { parseFinding } from './parse-finding.ts'
import { maxFindings, parsePlatformReport } from './parse-platform-report.ts'
import { parsePublishReport } from './parse-publish-report.ts'
import type { ExitCode, ImageReport, RunReport, RunVerdict, ToolInfo } from './report.ts'
import type { RunReports } from './run-reports.ts'

const maxPlatforms = 10_000
const maxReports = 10_000
const maxErrors = 1_000
const maxBuilds = 100
const name = readText(1_000)
const exitCode = readWord<ExitCode>(0, 1, 2, 3, 4, 130)
const verdict = readWord<RunVerdict>('passed', 'failed', 'inconclusive', 'unverified')

/** The report of one image, checked field by field. @throws HarnessError `report-invalid`, with the path of what is wrong. */
export function parseRunReport(value: unknown): RunReport {
  return parseReportAt(value, 'report')
}

/** The report of one image or of several. @throws HarnessError `report-invalid`, with the path of what is wrong. */
export function parseRunReports(value: unknown): RunReport | RunReports {
  if (!isObject(value) || value['reports'] === undefined) return parseRunReport(value)
  const fields = readFields(value, 'report')
  return {
    schemaVersion: fields.required('schemaVersion', parseSchemaVersion),
    tool: fields.required('tool', parseTool),
    command: fields.required('command', name),
    verdict: fields.required('verdict', parseVerdict),
    exitCode: fields.required('exitCode', exitCode),
    reports: fields.required('reports', readList(parseReportAt, maxReports)),
  }
}

function parseReportAt(value: unknown, path: string): RunReport {
  const fields = readFields(value, path)
  return {
    schemaVersion: fields.required('schemaVersion', parseSchemaVersion),
    tool: fields.required('tool', parseTool),
    command: fields.required('command', name),
    createdAt: fields.required('createdAt', readInstant),
    ...fields.optional('image', parseImage),
    verdict: fields.required('verdict', parseVerdict),
    exitCode: fields.required('exitCode', exitCode),
    ...fields.optional('strict', readFlag),
    ...fields.optional('flags', readList(readText(10_000), 1000)),
    findings: fields.required('findings', readList(parseFinding, maxFindings)),
    ...fields.optional('attestations', readQuantity),
    ...fields.optional('bench', parseBench),
    platforms: fields.required('platforms', readList(parsePlatformReport, maxPlatforms)),
    ...fields.optional('builds', readList(parseBuildReport, maxBuilds)),
    ...fields.optional('publish', parsePublishReport),
    errors: fields.required('errors', readList(parseError, maxErrors)),
  }
}

function parseSchemaVersion(value: unknown, path: string): 1 {
  if (typeof value === 'number' && value > 1) {
    throw new HarnessError('report-invalid', `${path} is ${value}: the report was written by a later everyarch`, {
      hint: 'read it with that version, or write it again with this one',
    })
  }
  return value === 1 ? 1 : invalid(path, '1', value)
}

function parseVerdict(value: unknown, path: string): RunVerdict | null {
  return value === null ? null : verdict(value, path)
}

function parseTool(value: unknown, path: string): ToolInfo {
  const fields = readFields(value, path)
  return { name: fields.required('name', readWord('everyarch')), version: fields.required('version', name) }
}

function parseImage(value: unknown, path: string): ImageReport {
  const fields = readFields(value, path)
  return {
    reference: fields.required('reference', readText(10_000)),
    ...fields.optional('digest', readGuarded(isDigest, 'a digest')),
    ...fields.optional('mediaType', name),
  }
}
