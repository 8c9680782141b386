import type {
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
} from './benchmark-report.ts'
import { invalid, readFields, readInstant, readList, readQuantity, readText, readWord } from './json-fields.ts'

const maxSamples = 100_000
const maxNotes = 100
const maxSteps = 10_000
const name = readText(10_000)

/** @throws HarnessError `report-invalid` */
export function parseBenchmark(value: unknown, path: string): BenchmarkReport {
  const fields = readFields(value, path)
  return {
    name: fields.required('name', name),
    medianMs: fields.required('medianMs', readQuantity),
    samples: fields.required('samples', readList(readQuantity, maxSamples)),
    ...fields.optional('factor', readQuantity),
    ...fields.optional('factorInterval', parseInterval),
    ...fields.optional('factorOf', readWord('emulation', 'compatibility', 'cross', 'reference')),
    ...fields.optional('comparedTo', name),
    ...fields.optional('madMs', readQuantity),
    ...fields.optional('interval', parseInterval),
    ...fields.optional('outliers', readQuantity),
    ...fields.optional('isUnstable', readTrue),
    ...fields.optional('requests', parseRequests),
    ...fields.optional('trend', parseTrend),
    ...fields.optional('emulator', parseEmulator),
    ...fields.optional('overOwn', parseOverOwn),
    ...fields.optional('change', parseChange),
    ...fields.optional('build', parseBuildFigures),
  }
}

function parseBuildFigures(value: unknown, path: string): BuildFigures {
  const fields = readFields(value, path)
  return {
    execution: fields.required('execution', readWord('native', 'emulated', 'cross', 'none')),
    steps: fields.required('steps', readList(parseStepFigures, maxSteps)),
  }
}

function parseStepFigures(value: unknown, path: string): StepFigures {
  const fields = readFields(value, path)
  return {
    ...fields.optional('stage', name),
    instruction: fields.required('instruction', name),
    ...fields.optional('execution', readWord('native', 'emulated', 'cross')),
    ...fields.optional('isCached', readTrue),
    medianMs: fields.required('medianMs', readQuantity),
    samples: fields.required('samples', readList(readQuantity, maxSamples)),
    ...fields.optional('madMs', readQuantity),
    ...fields.optional('interval', parseInterval),
    ...fields.optional('outliers', readQuantity),
    ...fields.optional('factor', readQuantity),
    ...fields.optional('factorInterval', parseInterval),
    ...fields.optional('comparedTo', name),
  }
}

/** @throws HarnessError `report-invalid` */
export function parseFootprint(value: unknown, path: string): FootprintReport {
  const fields = readFields(value, path)
  return {
    ...fields.optional('diskBytes', readQuantity),
    ...fields.optional('peakMemoryBytes', readQuantity),
    ...fields.optional('memoryFrom', readWord('kernel', 'looks')),
  }
}

/** @throws HarnessError `report-invalid` */
export function parseBench(value: unknown, path: string): BenchReport {
  const fields = readFields(value, path)
  return {
    rounds: fields.required('rounds', readQuantity),
    warmupRounds: fields.required('warmupRounds', readQuantity),
    endedBy: fields.required('endedBy', readWord('narrow', 'time', 'rounds', 'stopped')),
    elapsedMs: fields.required('elapsedMs', readQuantity),
    seed: fields.required('seed', readQuantity),
    machine: fields.required('machine', parseMachine),
    ...fields.optional('buildRounds', readQuantity),
    ...fields.optional('builds', parseSavedBuilds),
    ...fields.optional('notes', readList(name, maxNotes)),
    ...fields.optional('baseline', parseBaseline),
  }
}

function parseInterval(value: unknown, path: string): IntervalReport {
  const fields = readFields(value, path)
  return { low: fields.required('low', readQuantity), high: fields.required('high', readQuantity) }
}

function parseSavedBuilds(value: unknown, path: string): SavedBuildsReport {
  const fields = readFields(value, path)
  return { name: fields.required('name', name), createdAt: fields.required('createdAt', readInstant) }
}

function readTrue(value: unknown, path: string): true {
  return value === true ? true : invalid(path, 'true', value)
}

function parseRequests(value: unknown, path: string): RequestsReport {
  const fields = readFields(value, path)
  return {
    count: fields.required('count', readQuantity),
    p90Ms: fields.required('p90Ms', readQuantity),
    p99Ms: fields.required('p99Ms', readQuantity),
    ...fields.optional('ownCostMs', readQuantity),
  }
}

function parseTrend(value: unknown, path: string): TrendReport {
  const fields = readFields(value, path)
  return {
    over: fields.required('over', readWord('requests', 'rounds')),
    ratio: fields.required('ratio', readQuantity),
  }
}

function parseEmulator(value: unknown, path: string): NonNullable<BenchmarkReport['emulator']> {
  const fields = readFields(value, path)
  return { name: fields.required('name', name), ...fields.optional('version', name) }
}

function parseOverOwn(value: unknown, path: string): NonNullable<BenchmarkReport['overOwn']> {
  const fields = readFields(value, path)
  return { ratio: fields.required('ratio', readQuantity), ...fields.optional('interval', parseInterval) }
}

function parseChange(value: unknown, path: string): ChangeReport {
  const fields = readFields(value, path)
  return {
    ratio: fields.required('ratio', readQuantity),
    ...fields.optional('interval', parseInterval),
    by: fields.required('by', readWord('time', 'factor', 'reference')),
    threshold: fields.required('threshold', readQuantity),
    verdict: fields.required('verdict', readWord('regression', 'improvement', 'same', 'unsure')),
  }
}

function parseMachine(value: unknown, path: string): MachineReport {
  const fields = readFields(value, path)
  return {
    ...fields.optional('processor', name),
    cores: fields.required('cores', readQuantity),
    kernelVersion: fields.required('kernelVersion', name),
    engineVersion: fields.required('engineVersion', name),
  }
}

function parseBaseline(value: unknown, path: string): NonNullable<BenchReport['baseline']> {
  const fields = readFields(value, path)
  return {
    name: fields.required('name', name),
    by: fields.required('by', readWord('rounds', 'report')),
    notes: fields.required('notes', readList(name, maxNotes)),
  }
}
