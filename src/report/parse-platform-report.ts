import { isDigest } from '../oci/digest.ts'
import { readFields, readGuarded, readList, readQuantity, readText, readWord } from './json-fields.ts'
import { parseBenchmark, parseFootprint } from './parse-benchmarks.ts'
import { parseFinding } from './parse-finding.ts'
import type {
  KeptContainer,
  CalibrationReport,
  CheckReport,
  Emulator,
  ExecutionReport,
  HealthReport,
  PlatformReport,
  StartReport,
  Verdict,
} from './report.ts'

export const maxFindings = 10_000
const maxChecks = 10_000
const name = readText(1_000)
const sentence = readText(10_000)
const verdict = readWord<Verdict>('passed', 'failed', 'inconclusive', 'unverified', 'skipped')

/** One platform of a report. @throws HarnessError `report-invalid` */
export function parsePlatformReport(value: unknown, path: string): PlatformReport {
  const fields = readFields(value, path)
  return {
    platform: fields.required('platform', name),
    ...fields.optional('declared', name),
    ...fields.optional('digest', readGuarded(isDigest, 'a digest')),
    ...fields.optional('sizeBytes', readQuantity),
    execution: fields.required('execution', parseExecution),
    verdict: fields.required('verdict', verdict),
    findings: fields.required('findings', readList(parseFinding, maxFindings)),
    checks: fields.required('checks', readList(parseCheck, maxChecks)),
    ...fields.optional('uname', name),
    ...fields.optional('health', parseHealth),
    ...fields.optional('start', parseStart),
    ...fields.optional('benchmarks', readList(parseBenchmark, maxChecks)),
    ...fields.optional('footprint', parseFootprint),
    ...fields.optional('keptContainer', parseKept),
  }
}

function parseKept(value: unknown, path: string): KeptContainer {
  const fields = readFields(value, path)
  return {
    id: fields.required('id', name),
    state: fields.required('state', readWord('running', 'ended', 'created')),
    commands: fields.required('commands', readList(sentence, maxChecks)),
  }
}

function parseExecution(value: unknown, path: string): ExecutionReport {
  const fields = readFields(value, path)
  const kind = fields.required('kind', readWord('native', 'emulated', 'unavailable', 'none'))
  if (kind === 'none') return { kind, ...fields.optional('reason', sentence) }
  const engine = { ...fields.optional('engine', name), ...fields.optional('engineVersion', name) }
  if (kind === 'unavailable') return { kind, reason: fields.required('reason', sentence), ...engine }
  const proof = fields.required('proof', sentence)
  const where = { ...engine, ...fields.optional('calibration', parseCalibration) }
  if (kind === 'native') return { kind, proof, ...where }
  return { kind, emulator: fields.required('emulator', parseEmulator), proof, ...where }
}

function parseCalibration(value: unknown, path: string): CalibrationReport {
  const fields = readFields(value, path)
  return {
    spawnUs: fields.required('spawnUs', readQuantity),
    cpuUs: fields.required('cpuUs', readQuantity),
    systemCallsUs: fields.required('systemCallsUs', readQuantity),
    factors: fields.required('factors', (factors, where) => {
      const each = readFields(factors, where)
      return {
        spawn: each.required('spawn', readQuantity),
        cpu: each.required('cpu', readQuantity),
        systemCalls: each.required('systemCalls', readQuantity),
      }
    }),
  }
}

function parseEmulator(value: unknown, path: string): Emulator {
  const fields = readFields(value, path)
  return { name: fields.required('name', name), ...fields.optional('version', name) }
}

function parseCheck(value: unknown, path: string): CheckReport {
  const fields = readFields(value, path)
  return {
    name: fields.required('name', name),
    status: fields.required('status', verdict),
    ...fields.optional('durationMs', readQuantity),
    ...fields.optional('reason', sentence),
    ...fields.optional('tests', readQuantity),
  }
}

function parseHealth(value: unknown, path: string): HealthReport {
  const fields = readFields(value, path)
  return {
    ...fields.optional('url', sentence),
    ...fields.optional('how', sentence),
    ...fields.optional('at', sentence),
    ...fields.optional('status', readQuantity),
    ...fields.optional('readyMs', readQuantity),
  }
}

function parseStart(value: unknown, path: string): StartReport {
  const fields = readFields(value, path)
  return {
    ...fields.optional('readyMs', readQuantity),
    ...fields.optional('factor', readQuantity),
    ...fields.optional('comparedTo', name),
    timeoutMs: fields.required('timeoutMs', readQuantity),
    timeoutReason: fields.required('timeoutReason', sentence),
  }
}
