import { isDigest } from '../oci/digest.ts'
import { readFields, readGuarded, readList, readQuantity, readText, readWord } from './json-fields.ts'
import { parseError } from './parse-error.ts'
import type { PublishedTag, PublishReport } from './report.ts'

const maxTags = 10_000
const sentences = readList(readText(100_000), 10_000)

/** What became of an image's tags. @throws HarnessError `report-invalid` */
export function parsePublishReport(value: unknown, path: string): PublishReport {
  const fields = readFields(value, path)
  return {
    state: fields.required('state', readWord('published', 'incomplete', 'refused', 'planned')),
    tags: fields.required('tags', readList(parseTag, maxTags)),
    sentBytes: fields.required('sentBytes', readQuantity),
    accepted: fields.required('accepted', sentences),
    ...fields.optional('reasons', sentences),
  }
}

function parseTag(value: unknown, path: string): PublishedTag {
  const fields = readFields(value, path)
  return {
    reference: fields.required('reference', readText(10_000)),
    state: fields.required('state', readWord('published', 'unchanged', 'kept', 'unknown', 'planned')),
    ...fields.optional('previous', readGuarded(isDigest, 'a digest')),
    ...fields.optional('error', parseError),
  }
}
