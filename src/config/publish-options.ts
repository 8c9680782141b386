import { HarnessError } from '../errors.ts'
import { formatReference, parseReference, type Reference } from '../oci/reference.ts'
import { quoteText } from '../oci/quote.ts'
import { parseAge } from './duration.ts'
import type { Option } from './option.ts'
import { readCommaList, readScalar, readSwitch } from './readers.ts'

const group = 'Publishing'
const verbs = ['verify', 'publish'] as const

/** Where a proven image goes. */
export const publishOptions = {
  publish: {
    flag: 'publish',
    group,
    verbs: ['verify'],
    help: 'once every platform is proven, make the tags point at the image',
    scope: 'command-line',
    read: readSwitch,
  },
  tag: {
    flag: 'tag',
    short: 't',
    placeholder: 'REF',
    repeats: true,
    group,
    verbs,
    help: 'a tag to make point at the image: ghcr.io/acme/app:1.4',
    scope: 'everywhere',
    read: readTags,
  },
  maxAge: {
    flag: 'max-age',
    placeholder: 'DURATION',
    group,
    verbs: ['publish'],
    help: 'how old the report may be: 12h, 7d',
    default: '24h',
    scope: 'everywhere',
    read: (raw) => parseAge(readScalar(raw)),
  },
} as const satisfies Readonly<Record<string, Option<unknown>>>

/** References with a tag and no digest, each once. @throws HarnessError `reference-invalid` */
function readTags(raw: unknown): readonly Reference[] {
  const references = readCommaList(raw).map((text) => {
    const reference = parseReference(text)
    if (reference.digest !== undefined) {
      throw new HarnessError('reference-invalid', `${quoteText(text)} names a digest, and a tag is made here`, {
        hint: 'write it without the part from @ on',
      })
    }
    return { ...reference, tag: reference.tag ?? 'latest' }
  })
  return [...new Map(references.map((reference) => [formatReference(reference), reference])).values()]
}
