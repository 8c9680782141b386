import { isDigest } from '../oci/digest.ts'
import type {
  BuildFailure,
  BuildReport,
  BuildStepReport,
  BuildWarning,
  BuiltImageReport,
  StepExecution,
} from './build-report.ts'
import { readFields, readGuarded, readList, readQuantity, readText, readWord } from './json-fields.ts'

const maxSteps = 10_000
const maxLines = 1_000
const name = readText(10_000)
const sentence = readText(100_000)
const execution = readWord<StepExecution>('native', 'emulated', 'cross')

/** One build of a report. @throws HarnessError `report-invalid` */
export function parseBuildReport(value: unknown, path: string): BuildReport {
  const fields = readFields(value, path)
  return {
    context: fields.required('context', name),
    builder: fields.required('builder', name),
    driver: fields.required('driver', name),
    staging: fields.required('staging', readWord('registry', 'layout', 'engine')),
    durationMs: fields.required('durationMs', readQuantity),
    images: fields.required('images', readList(parseImage, maxSteps)),
    steps: fields.required('steps', readList(parseStep, maxSteps)),
    warnings: fields.required('warnings', readList(parseWarning, maxLines)),
    ...fields.optional('failure', parseFailure),
  }
}

function parseImage(value: unknown, path: string): BuiltImageReport {
  const fields = readFields(value, path)
  return {
    ...fields.optional('target', name),
    digest: fields.required('digest', readGuarded(isDigest, 'a digest')),
  }
}

function parseStep(value: unknown, path: string): BuildStepReport {
  const fields = readFields(value, path)
  return {
    ...fields.optional('platform', name),
    ...fields.optional('target', name),
    ...fields.optional('stage', name),
    instruction: fields.required('instruction', sentence),
    status: fields.required('status', readWord('done', 'cached', 'failed', 'canceled')),
    ...fields.optional('execution', execution),
    ...fields.optional('startedMs', readQuantity),
    ...fields.optional('durationMs', readQuantity),
  }
}

function parseWarning(value: unknown, path: string): BuildWarning {
  const fields = readFields(value, path)
  return { message: fields.required('message', sentence), ...fields.optional('line', readQuantity) }
}

function parseFailure(value: unknown, path: string): BuildFailure {
  const fields = readFields(value, path)
  return {
    ...fields.optional('platform', name),
    ...fields.optional('execution', execution),
    ...fields.optional('stage', name),
    ...fields.optional('instruction', sentence),
    ...fields.optional('file', name),
    ...fields.optional('line', readQuantity),
    message: fields.required('message', sentence),
    output: fields.required('output', readList(sentence, maxLines)),
  }
}
