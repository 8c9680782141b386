import { listErrorCodes } from '../errors.ts'
import type { ErrorReport, PublishedTag, PublishReport } from './report.ts'
import { list, node, object, optional, quantity, reference, text, words, type SchemaNode } from './schema-node.ts'
import { digestSchema } from './schema-platform.ts'

/** An error of the run. */
export const errorSchema: SchemaNode = object<ErrorReport>({
  code: node({ type: 'string', enum: [...listErrorCodes()] }),
  message: text(),
  hint: optional(text()),
  cause: optional(text()),
})

const tag = object<PublishedTag>({
  reference: text(),
  state: words<PublishedTag['state']>({ published: true, unchanged: true, kept: true, unknown: true, planned: true }),
  previous: optional(digestSchema),
  error: optional(reference('error')),
})

/** What became of an image's tags. */
export const publishSchema: SchemaNode = object<PublishReport>({
  state: words<PublishReport['state']>({ published: true, incomplete: true, refused: true, planned: true }),
  tags: list(tag),
  sentBytes: quantity('Bytes of blobs that were sent.'),
  accepted: list(text(), "Where the user's word stands for a proof."),
  reasons: optional(list(text(), 'Why nothing was published, or would be.')),
})
